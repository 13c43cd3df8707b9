import { member, objectOf, textOf, type Json } from '../model/json';
import { askedOf } from '../schema/prominent';
import { shapeAt } from '../schema/schema';
import { useFormHost } from './context';
import { Members } from './Field';
import { hasNone } from './members';

const HIDDEN = ['type', 'activities', 'typeProperties'];

/** What can be set of a resource as a whole. */
export function ResourceForm({ document, kind }: { document: Json; kind: string }) {
  const host = useFormHost();
  const properties = objectOf(member(document, 'properties'));
  const shape = shapeAt(host.schema, document, ['properties']);
  const settings = shapeAt(host.schema, document, ['properties', 'typeProperties']);
  const given = objectOf(properties.typeProperties);
  const type = textOf(properties.type);
  const hasSettings =
    kind !== 'pipeline' && shape.properties.some((one) => one.name === 'typeProperties');
  return (
    <div className="form">
      {type !== '' && <div className="form-head">{type}</div>}
      {hasSettings && !hasNone(host, settings, given) && (
        <fieldset className="form-part">
          <legend>Settings</legend>
          <Members
            path={['properties', 'typeProperties']}
            shape={settings}
            value={given}
            asked={askedOf(type, 'settings')}
          />
        </fieldset>
      )}
      {!hasNone(host, shape, properties, HIDDEN) && (
        <fieldset className="form-part">
          <legend>{kind === 'pipeline' ? 'Pipeline' : 'General'}</legend>
          <Members
            path={['properties']}
            shape={shape}
            value={properties}
            hidden={HIDDEN}
            asked={askedOf(type, 'own')}
          />
        </fieldset>
      )}
    </div>
  );
}
