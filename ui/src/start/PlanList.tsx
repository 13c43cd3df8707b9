import { useState } from 'react';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import type { Changes } from './api';

const SHOWN = 30;
const MARKS = { create: '+', update: '~', delete: '−' } as const;
const WORDS = { create: 'to create', update: 'to change', delete: 'to delete' } as const;
const ORDER = ['delete', 'update', 'create'] as const;

/** What applying would change, what is deleted first. */
export function PlanList({ changes }: { changes: Changes }) {
  const [all, setAll] = useState(false);
  const rows = [...changes.changes].sort(
    (a, b) =>
      ORDER.indexOf(a.action) - ORDER.indexOf(b.action) ||
      a.kind.localeCompare(b.kind) ||
      a.name.localeCompare(b.name),
  );
  if (rows.length === 0) return <p>Nothing to change: the factory is as the folder says.</p>;
  const counts = ORDER.flatMap((action) => {
    const n = rows.filter((row) => row.action === action).length;
    return n > 0 ? [`${n} ${WORDS[action]}`] : [];
  });
  return (
    <section aria-label="What would change">
      <p>
        <strong>{counts.join(', ')}</strong>
        {changes.stops.length > 0 && `; stops ${changes.stops.join(', ')}`}
        {changes.starts.length > 0 && `; starts ${changes.starts.join(', ')}`}
      </p>
      <ul className="start-plan">
        {rows.slice(0, all ? undefined : SHOWN).map((row) => (
          <li key={`${row.action} ${row.kind} ${row.name}`} className={row.action}>
            <b aria-hidden="true">{MARKS[row.action]}</b>
            <span className="visually-hidden">{WORDS[row.action]}</span>
            <span className="muted">{row.kind}</span> {row.name}
            {row.secretChanged && <span className="muted"> with a secret</span>}
          </li>
        ))}
      </ul>
      {!all && rows.length > SHOWN && (
        <Button small kind="quiet" onPress={() => setAll(true)}>
          Show {plural(rows.length - SHOWN, 'more change')}
        </Button>
      )}
      {changes.warnings.length > 0 && (
        <details className="start-warnings">
          <summary>{plural(changes.warnings.length, 'warning')}</summary>
          <ul>
            {changes.warnings.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
