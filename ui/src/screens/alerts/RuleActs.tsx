import { useQueryClient } from '@tanstack/react-query';
import { Bell, BellOff, Copy, Ellipsis, FlaskConical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { deleteAlertCall, saveAlertCall } from '@/actions/alertCalls';
import { BulkDialog } from '@/actions/BulkDialog';
import { deleteAlert, saveAlert, type AlertRule } from '@/api/alerts';
import { useFactory } from '@/api/factory';
import { IconButton } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';
import { useEditable } from './data';
import { withValue } from './draft';
import { TestDialog } from './TestDialog';

type Act = 'test' | 'turn' | 'delete';

/** The rule with `enabled` the other way round. */
function turned(rule: AlertRule): { properties: object } {
  return { properties: withValue(rule.properties, ['enabled'], rule.enabled ? false : undefined) };
}

/** What one can do with a rule, as a menu. */
export function RuleActs({ rule, small = false }: { rule: AlertRule; small?: boolean }) {
  const factory = useFactory();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const may = useMay();
  const editable = useEditable();
  const [act, setAct] = useState<Act | null>(null);
  const writes = editable && may('weir_alerts_put');
  const deletes = editable && may('weir_alerts_delete');
  const tests = may('weir_alerts_test');
  if (!writes && !deletes && !tests) return null;
  const at = `alerts/${encodeURIComponent(rule.name)}`;
  const close = () => setAct(null);
  const renew = () => {
    void queries.invalidateQueries({ queryKey: ['alerts', factory.id] });
    void queries.invalidateQueries({ queryKey: ['alert-history', factory.id] });
  };
  const acted = (key: string) => {
    if (key === 'edit') void navigate(link(factory, at, { do: 'edit' }));
    else if (key === 'copy') void navigate(link(factory, 'alerts', { do: 'new', from: rule.name }));
    else setAct(key as Act);
  };
  return (
    <>
      <Menu
        label={`What to do with ${rule.name}`}
        trigger={
          <IconButton label={`More of ${rule.name}`}>
            <Ellipsis size={small ? 15 : 16} />
          </IconButton>
        }
        onAction={acted}
      >
        {writes && (
          <MenuItem id="edit" textValue="Edit">
            <Pencil size={14} /> Edit
          </MenuItem>
        )}
        {tests && (
          <MenuItem id="test" textValue="Test">
            <FlaskConical size={14} /> Test
          </MenuItem>
        )}
        {writes && (
          <MenuItem id="copy" textValue="Copy">
            <Copy size={14} /> Copy
          </MenuItem>
        )}
        {writes && (
          <MenuItem id="turn" textValue={rule.enabled ? 'Turn off' : 'Turn on'}>
            {rule.enabled ? <BellOff size={14} /> : <Bell size={14} />}
            {rule.enabled ? 'Turn off' : 'Turn on'}
          </MenuItem>
        )}
        {deletes && (
          <MenuItem id="delete" textValue="Delete">
            <Trash2 size={14} /> Delete
          </MenuItem>
        )}
      </Menu>
      {act === 'test' && <TestDialog rule={rule} onClose={close} />}
      {act === 'turn' && (
        <BulkDialog
          title={`Turn ${rule.name} ${rule.enabled ? 'off' : 'on'}`}
          words={
            rule.enabled
              ? 'It sees no run and tells nobody until it is on again; what it told and is not over is forgotten.'
              : 'It tells of what happens from now on. What ended while it was off is not told.'
          }
          items={[rule]}
          keyOf={(one) => one.name}
          noun="rule"
          act={(one) => saveAlert(factory, one.name, turned(one), one.etag)}
          callOf={(one) => saveAlertCall(factory, one.name, turned(one))}
          onClose={close}
          onDone={renew}
        />
      )}
      {act === 'delete' && (
        <BulkDialog
          title={`Delete ${rule.name}`}
          words="The rule and the secrets that it keeps are gone for all. What it told stays in the history for a while."
          items={[rule]}
          keyOf={(one) => one.name}
          noun="rule"
          danger
          act={(one) => deleteAlert(factory, one.name)}
          callOf={(one) => deleteAlertCall(factory, one.name)}
          onClose={close}
          onDone={() => {
            renew();
            void navigate(link(factory, 'alerts'));
          }}
        />
      )}
    </>
  );
}
