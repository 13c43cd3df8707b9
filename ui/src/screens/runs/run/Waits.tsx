import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import { getWaits, isOver, type Run } from '@/api/runs';
import { relative } from '@/format/time';
import { useNow } from '@/live/useNow';
import { runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';

const ASK_MS = 3000;
const SHOWN = 4;

/** What a run that goes on waits for, and who holds it. */
export function Waits({ run }: { run: Run }) {
  const factory = useFactory();
  const now = useNow();
  const active = !isOver(run.status);
  const waits = useQuery({
    queryKey: ['waits', factory.id, run.runId],
    queryFn: () => getWaits(factory, run.runId),
    enabled: active,
    refetchInterval: ASK_MS,
  });
  const all = active ? (waits.data?.waits ?? []) : [];
  if (all.length === 0) return null;
  const more = all.length - SHOWN + (waits.data?.more ?? 0);
  return (
    <ul className="waits" aria-label="What it waits for">
      {all.slice(0, SHOWN).map((one, i) => (
        <li key={`${one.name} ${one.path ?? ''} ${i}`}>
          <StatusIcon status="Waiting" size={14} />
          <span>{one.message}</span>
          {one.until && <span className="muted num">{relative(one.until, now)}</span>}
          {one.holders.slice(0, 3).map((holder) =>
            holder.runId !== run.runId ? (
              <Link key={holder.runId} to={runLink(factory, holder.runId)}>
                {holder.name} {holder.runId.slice(0, 8)}
              </Link>
            ) : null,
          )}
        </li>
      ))}
      {more > 0 && <li className="muted">and {more} more</li>}
    </ul>
  );
}
