import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { useFactory } from '@/api/factory';
import { Empty } from '@/kit/Panel';
import { useMay, usePermissions } from '@/session/may';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { useAlerts, useEditable } from './data';
import { RuleEditor } from './RuleEditor';

/** A new rule, or one that begins as a copy. */
export function NewRule({ from }: { from: string }) {
  useTitle('New rule');
  const factory = useFactory();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const rules = useAlerts();
  const may = useMay();
  const known = usePermissions();
  const editable = useEditable();
  const copied = rules.data?.find((one) => one.name.toLowerCase() === from.toLowerCase()) ?? null;
  return (
    <div className="page list-page alert-page">
      <div className="page-head">
        <h1>
          <Link to={link(factory, 'alerts')} className="crumb">
            Alerts
          </Link>
          {copied ? `Copy of ${copied.name}` : 'New rule'}
        </h1>
      </div>
      {known.data && !(may('weir_alerts_put') && editable) ? (
        <Empty title="You may not make rules here" />
      ) : (
        rules.data && (
          <RuleEditor
            rule={null}
            copy={copied}
            taken={rules.data.map((one) => one.name)}
            onClose={() => void navigate(link(factory, 'alerts'))}
            onSaved={(made) => {
              void queries.invalidateQueries({ queryKey: ['alerts', factory.id] });
              void navigate(link(factory, `alerts/${encodeURIComponent(made.name)}`));
            }}
          />
        )
      )}
    </div>
  );
}
