import { useQueryClient } from '@tanstack/react-query';
import {
  ArrowDown,
  CircleSlash,
  FileText,
  RotateCcw,
  SkipForward,
  SquareCheck,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { BulkDialog } from '@/actions/BulkDialog';
import { cancelSliceCall, setSlicesCall } from '@/actions/sliceCalls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import {
  cancelSliceRun,
  logOf,
  setSlices,
  type Slice,
  type SliceState,
  type SliceWish,
} from '@/api/slices';
import { plural } from '@/format/number';
import { relative } from '@/format/time';
import { Button } from '@/kit/Button';
import { useNow } from '@/live/useNow';
import { useMay } from '@/session/may';
import { StatusIcon } from '@/status/Status';
import { rangeWords } from './axis';
import { Side, Tally } from './parts';
import { shownState, stateWords } from './sliceWords';

interface Chosen {
  dataset: string;
  slices: Slice[];
}
type Act = 'rerun' | 'upstream' | 'skip' | 'ready' | 'cancel';

const ACTS: Record<
  Exclude<Act, 'cancel'>,
  { title: string; state: SliceState; upstream: boolean; words: string }
> = {
  rerun: {
    title: 'Rerun',
    state: 'Waiting',
    upstream: false,
    words: 'are made again as soon as their inputs are ready.',
  },
  upstream: {
    title: 'Rerun with upstream',
    state: 'Waiting',
    upstream: true,
    words: 'and the slices that their pipeline makes them from are made again.',
  },
  skip: {
    title: 'Skip',
    state: 'Skipped',
    upstream: false,
    words: 'are not made. What waits for them goes on waiting.',
  },
  ready: {
    title: 'Set ready',
    state: 'Ready',
    upstream: false,
    words: 'count as made: what waits for them goes on.',
  },
};

const plainTime = (iso: string) => iso.replace(/\.0+Z$/, 'Z');
const periodOf = (slice: Slice) =>
  slice.start ? rangeWords(Date.parse(slice.start), Date.parse(slice.end)) : '';

/** What a slice waits for, one below the other, down to what is to blame. */
function Blocked({
  slice,
  onShow,
}: {
  slice: Slice;
  onShow: (dataset: string, start: string, end: string) => void;
}) {
  const last = slice.because.length - 1;
  return (
    <section className="mx-path">
      <h3>What blocks it</h3>
      <ol>
        {slice.because.map((one, i) => (
          <li key={`${one.dataset} ${one.start}`} className={i === last ? 'blame' : ''}>
            <ArrowDown size={13} aria-hidden="true" />
            <StatusIcon status={one.state} size={15} />
            <div>
              {one.start ? (
                <button type="button" onClick={() => onShow(one.dataset, one.start, one.end)}>
                  {one.dataset}
                </button>
              ) : (
                <strong>{one.dataset}</strong>
              )}
              <span className="muted num"> {periodOf(one)}</span>
              <p>
                {one.start ? stateWords(one) : ''}
                {one.message ? `: ${one.message}` : ''}
                {one.note ? `${one.start ? '; ' : ''}${one.note}` : ''}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function OneSlice({
  slice,
  onShow,
}: {
  slice: Slice;
  onShow: (dataset: string, start: string, end: string) => void;
}) {
  const factory = useFactory();
  const now = useNow(5000);
  const [said, setSaid] = useState('');
  const showLog = async () => {
    try {
      window.open(await logOf(factory, slice.runId), '_blank', 'noopener');
    } catch (thrown) {
      setSaid(asApiError(thrown).message);
    }
  };
  return (
    <>
      <p className="mx-state">
        <StatusIcon status={shownState(slice)} size={17} /> <strong>{stateWords(slice)}</strong>
      </p>
      {slice.message && <p className="mx-message">{slice.message}</p>}
      {slice.note && <p className="muted">{slice.note}</p>}
      {slice.until && <p className="muted">tried again {relative(slice.until, now)}</p>}
      <p className="muted num">
        {plural(slice.runs, 'run')}, {plural(slice.attempts, 'attempt')}
      </p>
      {slice.runId && (
        <p className="mx-run">
          <code title={slice.runId}>{slice.runId.slice(0, 8)}</code>
          <Button small onPress={() => void showLog()}>
            <FileText size={13} /> Log of the run
          </Button>
        </p>
      )}
      {said && <p className="said-bad">{said}</p>}
      {slice.because.length > 0 && <Blocked slice={slice} onShow={onShow} />}
    </>
  );
}

/** The slices that are marked: why they wait, and what can be done. */
export function SliceSide({
  chosen,
  ends,
  focus,
  onShow,
  onClose,
}: {
  chosen: readonly Chosen[];
  /** Those of which none of the others is made: what is upstream of them is more than they. */
  ends: readonly string[];
  /** The keyboard comes here. */
  focus: boolean;
  onShow: (dataset: string, start: string, end: string) => void;
  onClose: () => void;
}) {
  const factory = useFactory();
  const queries = useQueryClient();
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) frame.current?.querySelector<HTMLElement>('button')?.focus();
  }, [focus]);
  const all = chosen.flatMap((one) => one.slices);
  const only = all.length === 1 ? all[0] : undefined;
  const running = all.filter((one) => one.state === 'InProgress' && one.runId !== '');
  const done = () => void queries.invalidateQueries({ queryKey: ['slices', factory.id] });
  const wishes = (state: SliceState, upstream: boolean): SliceWish[] =>
    (upstream ? chosen.filter((one) => ends.includes(one.dataset)) : chosen).map(
      ({ dataset, slices }) => ({
        dataset,
        start: plainTime(slices[0]?.start ?? ''),
        end: plainTime(slices.at(-1)?.end ?? ''),
        state,
        upstream,
      }),
    );
  const given = act !== null && act !== 'cancel' ? ACTS[act] : null;
  return (
    <div ref={frame} className="mx-side-frame">
      <Side
        title={only ? only.dataset : `${plural(all.length, 'slice')} marked`}
        note={
          only
            ? periodOf(only)
            : `${plural(chosen.length, 'dataset')}: ${chosen.map((one) => one.dataset).join(', ')}`
        }
        onClose={onClose}
      >
        {only ? <OneSlice slice={only} onShow={onShow} /> : <Tally states={all.map(shownState)} />}
        {may('v1_datasets_set_status') && (
          <div className="mx-acts">
            <Button small onPress={() => setAct('rerun')}>
              <RotateCcw size={14} /> Rerun
            </Button>
            <Button small onPress={() => setAct('upstream')}>
              <RotateCcw size={14} /> Rerun with upstream
            </Button>
            <Button small onPress={() => setAct('skip')}>
              <SkipForward size={14} /> Skip
            </Button>
            <Button small onPress={() => setAct('ready')}>
              <SquareCheck size={14} /> Set ready
            </Button>
            {running.length > 0 && may('v1_run_cancel') && (
              <Button small kind="danger" onPress={() => setAct('cancel')}>
                <CircleSlash size={14} /> Cancel {plural(running.length, 'run')}
              </Button>
            )}
          </div>
        )}
      </Side>
      {given && (
        <BulkDialog
          title={given.title}
          noun="dataset"
          words={`${plural(all.length, 'slice')} of ${chosen.map((one) => one.dataset).join(', ')} ${given.words}`}
          items={wishes(given.state, given.upstream)}
          keyOf={(wish) => wish.dataset}
          act={(wish) => setSlices(factory, wish)}
          callOf={(wish) => setSlicesCall(factory, wish, window.location.origin)}
          onClose={() => setAct(null)}
          onDone={done}
        />
      )}
      {act === 'cancel' && (
        <BulkDialog
          title="Cancel"
          danger
          words={`${plural(running.length, 'run')} that ${running.length === 1 ? 'makes a slice is' : 'make slices are'} cancelled. What activities have done stays done.`}
          items={running}
          keyOf={(slice) => slice.runId}
          act={(slice) => cancelSliceRun(factory, slice.runId)}
          callOf={(slice) => cancelSliceCall(factory, slice.runId)}
          onClose={() => setAct(null)}
          onDone={done}
        />
      )}
    </div>
  );
}
