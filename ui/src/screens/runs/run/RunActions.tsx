import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { cancelRun, isOver, rerun, type Rerun, type Run } from '@/api/runs';
import { BulkDialog } from '@/actions/BulkDialog';
import { CallText } from '@/actions/HowTo';
import { cancelCall, rerunCall } from '@/actions/calls';
import { useFilters } from '@/filters/filters';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { useMay } from '@/session/may';
import { runLink } from '@/shell/links';
import '@/actions/actions.css';

/** A parameter as it was typed: JSON if it is some, else the text. */
export function typedValue(text: string, before: string): unknown {
  if (text === before || !/^[[{\d"tfn-]/.test(text.trim())) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

type Kind = 'failure' | 'activity' | 'start';

function RerunDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const queries = useQueryClient();
  // An activity at the top can be begun from; those inside go with what is around them.
  const top = /^[^/[]+/.exec(filters.text('activity'))?.[0] ?? '';
  const [kind, setKind] = useState<Kind>(run.status === 'Succeeded' ? 'start' : 'failure');
  const [values, setValues] = useState(run.parameters);
  const changed = Object.entries(values).some(([name, value]) => value !== run.parameters[name]);
  const wish: Rerun = {
    pipelineName: run.pipelineName,
    runId: run.runId,
    from: kind === 'activity' ? { kind, name: top } : { kind },
    ...(changed && kind === 'start'
      ? {
          parameters: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [
              name,
              typedValue(value, run.parameters[name] ?? ''),
            ]),
          ),
        }
      : {}),
  };
  const start = useMutation({
    mutationFn: () => rerun(factory, wish),
    onSuccess: (runId) => {
      void queries.invalidateQueries({ queryKey: ['runs', factory.id] });
      onClose();
      void navigate(runLink(factory, runId));
    },
  });
  const choices: [Kind, string, string, boolean][] = [
    [
      'failure',
      'Only what did not succeed',
      'What succeeded is taken over, in loops too.',
      run.status !== 'Succeeded',
    ],
    [
      'activity',
      `From ${top || 'the chosen activity'}`,
      top ? 'What does not follow it is taken over.' : 'Choose an activity first.',
      top !== '',
    ],
    [
      'start',
      'All of it',
      'With the same parameters it joins the run’s group; with others it is a run of its own.',
      true,
    ],
  ];
  const names = Object.keys(values);
  return (
    <Dialog
      title="Run again"
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button kind="primary" isDisabled={start.isPending} onPress={() => start.mutate()}>
            {start.isPending ? 'Starting …' : 'Run again'}
          </Button>
        </>
      }
    >
      <fieldset className="choice">
        <legend className="visually-hidden">From where</legend>
        {choices.map(([id, title, words, possible]) => (
          <label key={id}>
            <input
              type="radio"
              name="from"
              checked={kind === id}
              disabled={!possible}
              onChange={() => setKind(id)}
            />
            <span>
              <strong>{title}</strong>
              <br />
              <span className="muted">{words}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'start' && names.length > 0 && (
        <div className="params">
          {names.map((name) => (
            <label key={name} className="params-row">
              <span>{name}</span>
              <input
                className="input mono"
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            </label>
          ))}
        </div>
      )}
      {start.error && (
        <p className="said-bad" role="alert">
          {asApiError(start.error).message}
        </p>
      )}
      <CallText call={rerunCall(factory, wish, window.location.origin)} />
    </Dialog>
  );
}

/** What can be done to a run: run it again, cancel it. */
export function RunActions({ run }: { run: Run }) {
  const factory = useFactory();
  const may = useMay();
  const allowed = may('pipelines_create_run') && may('pipeline_runs_cancel');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rerun' | 'cancel' | null>(null);
  if (!allowed) return null;
  return (
    <>
      {isOver(run.status) ? (
        <Button onPress={() => setOpen('rerun')}>
          <RotateCcw size={14} /> Run again
        </Button>
      ) : (
        <Button
          kind="danger"
          isDisabled={run.status === 'Canceling'}
          onPress={() => setOpen('cancel')}
        >
          Cancel
        </Button>
      )}
      {open === 'rerun' && <RerunDialog run={run} onClose={() => setOpen(null)} />}
      {open === 'cancel' && (
        <BulkDialog
          title="Cancel the run"
          danger
          words="It and the runs it started are cancelled. What activities have done stays done."
          items={[run]}
          keyOf={(one) => one.runId}
          act={(one) => cancelRun(factory, one.runId, true)}
          callOf={(one) => cancelCall(factory, one.runId, true, window.location.origin)}
          onClose={() => setOpen(null)}
          onDone={() =>
            void queries.invalidateQueries({ queryKey: ['run', factory.id, run.runId] })
          }
        />
      )}
    </>
  );
}
