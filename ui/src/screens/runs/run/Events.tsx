import { useQueryClient } from '@tanstack/react-query';

import { useEffect, useMemo, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { eventQuery, runEvents, type RunEvent, type Stretch } from '@/api/search';
import { HowTo } from '@/actions/HowTo';
import { ownCall } from '@/actions/calls';
import { useFilters } from '@/filters/filters';
import { SearchBox } from '@/filters/SearchBox';
import { useTyped } from '@/filters/useTyped';
import { plural } from '@/format/number';
import { clock } from '@/format/time';
import { Empty } from '@/kit/Panel';
import { useLive } from '@/live/LiveProvider';
import { Problem } from '@/problem/Problem';
import { runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import { useStretches } from '../list/useStretches';
import { placeOfEvent, withEvents } from './eventRows';

interface Pages {
  pages: Stretch<RunEvent>[];
  pageParams: unknown[];
}

const LIVE_MS = 1000;

function useEvents(runId: string, text: string, newestFirst: boolean) {
  const factory = useFactory();
  const queries = useQueryClient();
  const key = useMemo(
    () => ['run-events', factory.id, runId, text, newestFirst] as const,
    [factory.id, runId, text, newestFirst],
  );
  const list = useStretches<RunEvent>({
    queryKey: key,
    ask: (continuation, signal) =>
      runEvents(factory, runId, { text, newestFirst }, continuation, signal),
    all: false,
  });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [key],
  );
  const bringNew = () => {
    const old = queries.getQueryData<Pages>(key);
    const end = old?.pages.at(-1);
    // What is new stands behind pages that were not asked for yet.
    if (!old || !end || (!newestFirst && end.continuation)) return;
    const rows = old.pages.flatMap((page) => page.rows);
    const last = (newestFirst ? rows[0] : rows.at(-1))?.time;
    runEvents(factory, runId, { text, newestFirst, ...(last ? { from: last } : {}) }).then(
      (found) =>
        queries.setQueryData<Pages>(key, (now) => {
          if (!now) return now;
          const at = newestFirst ? 0 : now.pages.length - 1;
          const pages = now.pages.map((page, i) =>
            i === at ? { ...page, rows: withEvents(page.rows, found.rows, newestFirst) } : page,
          );
          return { ...now, pages };
        }),
      () => undefined, // The next change asks again.
    );
  };
  useLive((batch) => {
    const about =
      batch.runs.has(runId) ||
      [...batch.activities.values()].some((one) => one.pipelineRunId === runId);
    if (!about || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      bringNew();
    }, LIVE_MS);
  });
  return { factory, list };
}

/** What happened in the run, in order. */
export default function Events({
  runId,
  now,
  onSelect,
}: {
  runId: string;
  now: number;
  onSelect: (key: string) => void;
}) {
  const filters = useFilters();
  const navigate = useNavigate();
  const text = filters.text('find');
  const newestFirst = filters.text('order') === 'newest';
  const [typed, type] = useTyped(text, (find) => filters.set({ find }));
  const { factory, list } = useEvents(runId, text, newestFirst);
  const columns: Column<RunEvent>[] = [
    {
      id: 'time',
      title: 'Time',
      width: 168,
      sort: 'time',
      cell: (one) => (
        <span className="num" title={one.time}>
          {clock(one.time, now, true)}
        </span>
      ),
    },
    {
      id: 'message',
      title: 'What happened',
      width: 260,
      grow: true,
      cell: (one) => (
        <span className="event-words" title={one.message}>
          <StatusIcon status={one.status} />
          <span>{one.message}</span>
          {one.childRunId && (
            <Link to={runLink(factory, one.childRunId)} tabIndex={-1}>
              to that run
            </Link>
          )}
        </span>
      ),
    },
  ];
  const question = eventQuery({ text, newestFirst });
  return (
    <div className="events">
      <div className="filters">
        <SearchBox label="Find in events" hint="Activity, error …" value={typed} onChange={type} />
        <span className="muted num" role="status">
          {list.pending
            ? 'Loading …'
            : `${plural(list.rows.length, 'event')}${list.more ? ' so far' : ''}`}
        </span>
        <span className="spring" />
        <HowTo
          calls={[ownCall(factory, 'GET', `pipelineruns/${runId}/events`, undefined, question)]}
        />
      </div>
      {list.error ? (
        <Problem error={asApiError(list.error)} retry={list.refetch} />
      ) : (
        <VirtualTable
          label="Events"
          columns={columns}
          rows={list.rows}
          rowKey={(one) => one.id}
          sort={{ by: 'time', down: newestFirst }}
          onSort={() => filters.set({ order: newestFirst ? '' : 'newest' })}
          onOpen={(one) => {
            if (one.childRunId) void navigate(runLink(factory, one.childRunId));
            else if (one.activityName) onSelect(placeOfEvent(one));
          }}
          onEnd={list.onEnd}
          narrow={(one) => (
            <>
              <StatusIcon status={one.status} />
              <span className="narrow-main">
                <span className="event-narrow">{one.message}</span>
                <span className="row-note num">{clock(one.time, now, true)}</span>
              </span>
            </>
          )}
          foot={
            list.pending ? null : list.rows.length === 0 && !list.more ? (
              <Empty title={text ? 'No event has this text' : 'Nothing has happened yet'} />
            ) : (
              <div className="vtable-foot">{list.looking ? 'Loading more …' : ''}</div>
            )
          }
        />
      )}
    </div>
  );
}
