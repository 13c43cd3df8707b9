import { CircleSlash, ExternalLink, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { BulkDialog } from '@/actions/BulkDialog';
import { cancelCall, rerunCall } from '@/actions/calls';
import { useFactory } from '@/api/factory';
import { cancelRun, isOver, rerun, type Rerun, type Run } from '@/api/runs';
import { plural } from '@/format/number';
import { clock, duration } from '@/format/time';
import { Button } from '@/kit/Button';
import { useNow } from '@/live/useNow';
import { useMay } from '@/session/may';
import { link, runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { statusWords } from '@/status/status';
import { Side, Tally } from './parts';

const LISTED_MAX = 12;
type Act = 'rerun' | 'failed' | 'cancel';

function OneRun({ run }: { run: Run }) {
  const factory = useFactory();
  const now = useNow(1000);
  const ms = run.durationInMs ?? (isOver(run.status) ? null : now - Date.parse(run.runStart));
  return (
    <>
      <p className="mx-state">
        <StatusIcon status={run.status} size={17} /> <strong>{statusWords(run.status)}</strong>
        <span className="muted num">{duration(ms)}</span>
      </p>
      {run.message && <p className="mx-message">{run.message}</p>}
      <p className="mx-links">
        <Link to={runLink(factory, run.runId, run.status === 'Failed' ? { focus: 'failure' } : {})}>
          Open the run <ExternalLink size={13} aria-hidden="true" />
        </Link>
      </p>
    </>
  );
}

/** The runs that are marked, and what can be done to them. */
export function RunSide({
  title,
  runs,
  onClose,
  onDone,
}: {
  title: string;
  runs: readonly Run[];
  onClose: () => void;
  onDone: () => void;
}) {
  const factory = useFactory();
  const now = useNow(15_000);
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const only = runs.length === 1 ? runs[0] : undefined;
  const over = runs.filter((run) => isOver(run.status));
  const failed = over.filter((run) => run.status !== 'Succeeded');
  const active = runs.filter((run) => !isOver(run.status));
  const origin = window.location.origin;
  const names = [...new Set(runs.map((run) => run.pipelineName))];
  const wishOf = (run: Run, from: Rerun['from']): Rerun => ({
    pipelineName: run.pipelineName,
    runId: run.runId,
    from,
  });
  const again = (items: readonly Run[], from: Rerun['from'], name: string, words: string) => (
    <BulkDialog
      title={name}
      words={`${plural(items.length, 'run')} ${words}`}
      items={items}
      keyOf={(run) => run.runId}
      act={(run) => rerun(factory, wishOf(run, from))}
      callOf={(run) => rerunCall(factory, wishOf(run, from), origin)}
      onClose={() => setAct(null)}
      onDone={onDone}
    />
  );
  return (
    <>
      <Side
        title={only ? title : `${plural(runs.length, 'run')} marked`}
        note={only ? clock(only.runStart, now) : names.join(', ')}
        onClose={onClose}
      >
        {only ? (
          <OneRun run={only} />
        ) : (
          <>
            <Tally states={runs.map((run) => run.status)} />
            <ul className="mx-runs">
              {runs.slice(0, LISTED_MAX).map((run) => (
                <li key={run.runId}>
                  <StatusIcon status={run.status} size={14} />
                  <Link to={runLink(factory, run.runId)}>{run.pipelineName}</Link>
                  <span className="muted num">{clock(run.runStart, now)}</span>
                </li>
              ))}
              {runs.length > LISTED_MAX && (
                <li className="muted">and {runs.length - LISTED_MAX} more</li>
              )}
            </ul>
          </>
        )}
        {(may('pipelines_create_run') || may('pipeline_runs_cancel')) && (
          <div className="mx-acts">
            {failed.length > 0 && may('pipelines_create_run') && (
              <Button small onPress={() => setAct('failed')}>
                <RotateCcw size={14} /> Rerun what failed ({failed.length})
              </Button>
            )}
            {over.length > 0 && may('pipelines_create_run') && (
              <Button small onPress={() => setAct('rerun')}>
                <RotateCcw size={14} /> Rerun ({over.length})
              </Button>
            )}
            {active.length > 0 && may('pipeline_runs_cancel') && (
              <Button small kind="danger" onPress={() => setAct('cancel')}>
                <CircleSlash size={14} /> Cancel ({active.length})
              </Button>
            )}
          </div>
        )}
        <p className="mx-links">
          <Link to={link(factory, 'runs', { pipeline: names })}>
            All runs of {names.length === 1 ? names[0] : 'these pipelines'}
          </Link>
        </p>
      </Side>
      {act === 'failed' &&
        again(
          failed,
          { kind: 'failure' },
          'Rerun what failed',
          'go on from where they failed: what succeeded is taken over.',
        )}
      {act === 'rerun' &&
        again(
          over,
          { kind: 'start' },
          'Rerun',
          'start again from the beginning, with the same parameters.',
        )}
      {act === 'cancel' && (
        <BulkDialog
          title="Cancel"
          danger
          words={`${plural(active.length, 'run')} and the runs they started are cancelled. What activities have done stays done.`}
          items={active}
          keyOf={(run) => run.runId}
          act={(run) => cancelRun(factory, run.runId, true)}
          callOf={(run) => cancelCall(factory, run.runId, true, origin)}
          onClose={() => setAct(null)}
          onDone={onDone}
        />
      )}
    </>
  );
}
