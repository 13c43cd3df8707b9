import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { logAddress, logOf, type Activity } from '@/api/runs';
import { CopyButton } from '@/actions/Copyable';
import { Empty } from '@/kit/Panel';
import { Problem } from '@/problem/Problem';

const TAIL_BYTES = 256 << 10;
const EVERY_MS = 2000;
/** So near the end, the newest line is followed. */
const NEAR_PX = 24;

/** What the job of an activity said; its newest lines while it goes on. */
export function Log({ activity }: { activity: Activity }) {
  const factory = useFactory();
  const { pipelineRunId, activityRunId } = activity;
  const log = useQuery({
    // Once more when it is over: its last words come with its end.
    queryKey: ['log', factory.id, activityRunId, activity.end !== null],
    placeholderData: keepPreviousData,
    queryFn: () => logOf(factory, pipelineRunId, activityRunId, TAIL_BYTES),
    refetchInterval: activity.end ? false : EVERY_MS,
    retry: false,
  });
  const lines = useRef<HTMLPreElement>(null);
  const follow = useRef(true);
  useLayoutEffect(() => {
    const shown = lines.current;
    if (shown && follow.current) shown.scrollTop = shown.scrollHeight;
  }, [log.data]);
  if (log.error && log.data === undefined) {
    const error = asApiError(log.error);
    if (error.code !== 'JobLogNotFound') return <Problem error={error} />;
    return (
      <Empty title={activity.end ? 'It wrote no log' : 'No log yet'}>
        <p>Only activities that run a job elsewhere have one, once the job says something.</p>
      </Empty>
    );
  }
  if (log.data === undefined) return <div className="boot" aria-busy="true" />;
  return (
    <>
      <div className="log-bar">
        <span className="muted">{activity.end ? 'Its last lines' : 'Its last lines, live'}</span>
        <span className="spring" />
        <a
          href={logAddress(factory, pipelineRunId, activityRunId)}
          target="_blank"
          rel="noreferrer"
        >
          All of it
        </a>
        <CopyButton text={log.data} label="Copy the log" />
      </div>
      <pre
        className="log"
        ref={lines}
        tabIndex={0}
        aria-label="Log"
        onScroll={({ currentTarget: at }) => {
          follow.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_PX;
        }}
      >
        {log.data}
      </pre>
    </>
  );
}
