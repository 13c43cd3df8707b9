import type { Run } from '@/api/runs';

/** The parameters that the run has, in a line each. */
export function RunParameters({ run }: { run: Run }) {
  const all = Object.entries(run.parameters);
  if (all.length === 0) return null;
  return (
    <dl className="run-parameters" aria-label="Parameters">
      {all.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="mono" title={value}>
            {value === '' ? '""' : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
