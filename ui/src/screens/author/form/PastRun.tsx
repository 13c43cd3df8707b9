import { useQuery } from '@tanstack/react-query';
import { useFactory } from '@/api/factory';
import { EVER, NEVER, queryRuns } from '@/api/runs';
import { clock } from '@/format/time';
import { useNow } from '@/live/useNow';
import { statusWords } from '@/status/status';

const SHOWN_MAX = 25;

/** Chooses the run whose values are shown below expressions. */
export function PastRun({
  pipeline,
  runId,
  onRun,
}: {
  pipeline: string;
  runId: string;
  onRun: (runId: string) => void;
}) {
  const factory = useFactory();
  const now = useNow(60_000);
  const found = useQuery({
    queryKey: ['runs', factory.id, 'author', pipeline],
    queryFn: () =>
      queryRuns(factory, {
        after: NEVER,
        before: EVER,
        filters: [{ operand: 'PipelineName', operator: 'Equals', values: [pipeline] }],
        order: { orderBy: 'RunStart', order: 'DESC' },
      }),
    staleTime: 15_000,
  });
  const runs = (found.data?.rows ?? []).slice(0, SHOWN_MAX);
  if (runs.length === 0 && runId === '') return null;
  const known = runs.some((one) => one.runId === runId);
  return (
    <div className="past-run">
      <label htmlFor="past-run">Values of the run</label>
      <select
        id="past-run"
        className="input"
        value={runId}
        onChange={(event) => onRun(event.target.value)}
      >
        <option value="">none</option>
        {runId !== '' && !known && <option value={runId}>{runId}</option>}
        {runs.map((one) => (
          <option key={one.runId} value={one.runId}>
            {clock(one.runStart, now)} · {statusWords(one.status)}
          </option>
        ))}
      </select>
    </div>
  );
}
