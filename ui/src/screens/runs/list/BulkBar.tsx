import { useQueryClient } from '@tanstack/react-query';
import { GitCompareArrows, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFactory } from '@/api/factory';
import { cancelRun, isOver, rerun, type Rerun, type Run } from '@/api/runs';
import { BulkDialog } from '@/actions/BulkDialog';
import { cancelCall, rerunCall } from '@/actions/calls';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';

type Act = 'cancel' | 'rerun' | 'failed' | null;

/** What can be done to the chosen runs. */
export function BulkBar({ runs, onClear }: { runs: readonly Run[]; onClear: () => void }) {
  const factory = useFactory();
  const may = useMay();
  const allowed = may('pipelines_create_run') && may('pipeline_runs_cancel');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act>(null);
  const active = runs.filter((run) => !isOver(run.status));
  const over = runs.filter((run) => isOver(run.status));
  const failed = over.filter((run) => run.status !== 'Succeeded');
  const origin = window.location.origin;
  const done = () => void queries.invalidateQueries({ queryKey: ['runs', factory.id] });
  const wishOf = (run: Run, from: Rerun['from']): Rerun => ({
    pipelineName: run.pipelineName,
    runId: run.runId,
    from,
  });
  const again = (items: readonly Run[], from: Rerun['from'], title: string, words: string) => (
    <BulkDialog
      title={title}
      words={words}
      items={items}
      keyOf={(run) => run.runId}
      act={(run) => rerun(factory, wishOf(run, from))}
      callOf={(run) => rerunCall(factory, wishOf(run, from), origin)}
      onClose={() => setAct(null)}
      onDone={done}
    />
  );
  const [first, second] = runs;
  return (
    <div className="bulk" role="toolbar" aria-label="Chosen runs">
      <strong className="num">{plural(runs.length, 'run')} chosen</strong>
      <span className="spring" />
      {runs.length === 2 && first && second && (
        <Button
          small
          onPress={() =>
            void navigate(link(factory, `runs/${first.runId}`, { compare: second.runId }))
          }
        >
          <GitCompareArrows size={14} /> Compare
        </Button>
      )}
      {allowed && (
        <>
          <Button small isDisabled={failed.length === 0} onPress={() => setAct('failed')}>
            <RotateCcw size={14} /> Rerun what failed ({failed.length})
          </Button>
          <Button small isDisabled={over.length === 0} onPress={() => setAct('rerun')}>
            <RotateCcw size={14} /> Rerun ({over.length})
          </Button>
          <Button
            small
            kind="danger"
            isDisabled={active.length === 0}
            onPress={() => setAct('cancel')}
          >
            Cancel ({active.length})
          </Button>
        </>
      )}
      <Button small kind="quiet" aria-label="Choose none" onPress={onClear}>
        <X size={14} />
      </Button>
      {act === 'failed' &&
        again(
          failed,
          { kind: 'failure' },
          'Rerun what failed',
          `${plural(failed.length, 'run')} go on from where they failed: what succeeded is taken over.`,
        )}
      {act === 'rerun' &&
        again(
          over,
          { kind: 'start' },
          'Rerun',
          `${plural(over.length, 'run')} start again from the beginning, with the same parameters.`,
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
          onDone={done}
        />
      )}
    </div>
  );
}
