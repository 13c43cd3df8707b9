import { useQuery } from '@tanstack/react-query';
import { useFactory } from '@/api/factory';
import { readResource } from '../api';
import { kindOf } from '../kinds';
import { getAt, member, objectOf, textOf, type Json, type Path } from '../model/json';
import { useFormHost } from './context';
import { Field } from './Field';

const TYPES: Record<string, Json> = {
  int: { $ref: '#/definitions/integer' },
  float: { $ref: '#/definitions/number' },
  bool: { $ref: '#/definitions/boolean' },
  boolean: { $ref: '#/definitions/boolean' },
};

/** The parameters that the referenced resource declares, each with a field. */
export function ReferenceParameters({
  path,
  kind,
  name,
}: {
  path: Path;
  kind: string;
  name: string;
}) {
  const factory = useFactory();
  const { knowledge } = useFormHost();
  const about = kindOf(kind);
  const found = useQuery({
    queryKey: ['author-document', factory.id, kind, name.toLowerCase()],
    queryFn: () => readResource(factory, about!, name),
    enabled: about !== undefined,
    staleTime: 30_000,
  });
  const declared = Object.entries(
    objectOf(getAt(found.data?.document, ['properties', 'parameters'])),
  );
  if (declared.length === 0) return null;
  // A pipeline's are beside the reference, not in it.
  const at = kind === 'pipeline' ? [...path.slice(0, -1), 'parameters'] : [...path, 'parameters'];
  const given = objectOf(getAt(knowledge.document, at));
  return (
    <div className="field-inner">
      {declared.map(([parameter, spec]) => (
        <Field
          key={parameter}
          path={[...at, parameter]}
          name={parameter}
          label={parameter}
          node={TYPES[textOf(member(spec, 'type')).toLowerCase()] ?? { $ref: '#/definitions/text' }}
          value={given[parameter]}
          required={member(spec, 'defaultValue') === undefined}
        />
      ))}
    </div>
  );
}
