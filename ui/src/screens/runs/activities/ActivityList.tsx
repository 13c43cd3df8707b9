import { useQuery, useQueryClient } from '@tanstack/react-query';

import { useEffect, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { resourcesOf } from '@/api/resources';
import type { Activity } from '@/api/runs';
import { searchActivities, type Stretch } from '@/api/search';
import { HowTo } from '@/actions/HowTo';
import { ownCall } from '@/actions/calls';
import { FilterMenu } from '@/filters/FilterMenu';
import { SearchBox } from '@/filters/SearchBox';
import { useFilters } from '@/filters/filters';
import { SavedViews } from '@/filters/SavedViews';
import { TimeFilter } from '@/filters/TimeFilter';
import { useTyped } from '@/filters/useTyped';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useLive } from '@/live/LiveProvider';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useTitle } from '@/shell/useTitle';
import { statusWords } from '@/status/status';
import { Status } from '@/status/Status';
import { VirtualTable } from '@/table/VirtualTable';
import { foundWords, LookFoot } from '../list/LookFoot';
import { TermFilter } from '../list/TermFilter';
import { ACTIVITY_TERMS } from '../list/terms';
import { useStretches } from '../list/useStretches';
import { RunTabs } from '../RunTabs';
import { activityColumns, NarrowActivity, placeLink } from './columns';
import {
  ACTIVITY_FILTERS,
  activitySearch,
  readAskedActivities,
  tookOf,
  withFoundActivities,
  type AskedActivities,
} from './question';

interface Pages {
  pages: Stretch<Activity>[];
  pageParams: unknown[];
}

const VIEWS = [
  { name: 'Failed in 24 hours', query: 'status=Failed&span=24h' },
  { name: 'Longest in 24 hours', query: 'span=24h&sort=DurationInMs+desc' },
  { name: 'In progress', query: 'status=InProgress,Queued' },
];
const STATUSES = ['Failed', 'InProgress', 'Queued', 'Cancelled', 'Succeeded', 'Skipped'] as const;
const LIVE_MS = 2000;
/** An activity may become known somewhat later than it says that it started. */
const LATE_MS = 10_000;
/** Of an order that is told only at the end of history so many are shown. */
const LONGEST_MAX = 1000;

function useActivityRuns(asked: AskedActivities) {
  const factory = useFactory();
  const queries = useQueryClient();
  const key = useMemo(() => ['activity-runs', factory.id, asked] as const, [factory.id, asked]);
  const longest = asked.sort.by === 'DurationInMs';
  const list = useStretches<Activity>({
    queryKey: key,
    ask: (continuation, signal) =>
      searchActivities(
        factory,
        {
          ...activitySearch(asked, Date.now()),
          ...(continuation ? { continuationToken: continuation } : {}),
        },
        signal,
      ),
    all: longest,
  });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const since = useRef(0);
  useEffect(() => {
    since.current = Date.now();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [key]);
  const change = (rows: (old: Activity[]) => Activity[]) =>
    queries.setQueryData<Pages>(key, (old) => {
      const [first, ...rest] = old?.pages ?? [];
      if (!old || !first) return old;
      // What changed is most often new: the first page has it.
      const known = new Set(rest.flatMap((page) => page.rows.map((one) => one.activityRunId)));
      const next = rows(first.rows).filter((one) => !known.has(one.activityRunId));
      return { ...old, pages: [{ ...first, rows: next }, ...rest] };
    });
  useLive((batch) => {
    if (batch.activities.size === 0) return;
    change((rows) =>
      rows.map((row) => {
        const now = batch.activities.get(row.activityRunId);
        return now
          ? {
              ...row,
              status: now.status,
              end: now.end,
              error: now.error ?? row.error,
              durationInMs: now.durationInMs,
            }
          : row;
      }),
    );
    if (timer.current !== undefined || asked.to !== '' || longest) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const from = new Date(since.current - LATE_MS).toISOString();
      since.current = Date.now();
      searchActivities(factory, activitySearch({ ...asked, span: '', from }, Date.now())).then(
        (found) => change((rows) => withFoundActivities(rows, found.rows)),
        () => undefined, // The next change asks again.
      );
    }, LIVE_MS);
  });
  return { factory, list, longest };
}

/** Activity runs of all runs of the factory. */
export default function ActivityList() {
  useTitle('Activity runs');
  const filters = useFilters();
  const asked = useMemo(() => readAskedActivities(filters), [filters]);
  const { factory, list, longest } = useActivityRuns(asked);
  const now = useNow();
  const navigate = useNavigate();
  const resources = useQuery({
    queryKey: ['resources', factory.id],
    queryFn: () => resourcesOf(factory),
    staleTime: 60_000,
  });
  const [typed, type] = useTyped(filters.text('q'), (q) => filters.set({ q }));
  const most = longest ? (asked.sort.down ? 'longest' : 'shortest') : null;
  const second = Math.floor(now / 1000) * 1000;
  const rows = useMemo(() => {
    if (!longest) return list.rows;
    const sorted = [...list.rows].sort((a, b) => tookOf(a, second) - tookOf(b, second));
    return (asked.sort.down ? sorted.reverse() : sorted).slice(0, LONGEST_MAX);
  }, [longest, list.rows, asked.sort.down, second]);
  const columns = useMemo(() => activityColumns(factory, now), [factory, now]);
  const filtered = ACTIVITY_FILTERS.some((name) => filters.text(name) !== '');
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Activity runs</h1>
        <RunTabs value="runs/activities" />
        <span className="muted num" role="status">
          {foundWords(rows.length, list, 'activity run', most)}
        </span>
        <span className="spring" />
        <SavedViews
          storageKey={`weir.views.activities.${factory.id}`}
          given={VIEWS}
          query={filters.query}
        />
        <HowTo
          calls={[ownCall(factory, 'POST', 'searchActivityRuns', activitySearch(asked, now))]}
        />
      </div>
      <div className="filters">
        <SearchBox
          label="Look in names, types, places and errors"
          hint="Activity, pipeline, type, error …"
          value={typed}
          onChange={type}
        />
        <FilterMenu
          title="Status"
          options={STATUSES.map((id) => ({
            id,
            text: statusWords(id),
            label: <Status status={id} />,
          }))}
          chosen={filters.list('status')}
          onChange={(status) => filters.set({ status })}
        />
        <FilterMenu
          title="Pipeline"
          options={(resources.data ?? [])
            .filter((one) => one.kind === 'pipeline')
            .map((one) => ({ id: one.name, text: one.name, label: one.name }))}
          chosen={filters.list('pipeline')}
          onChange={(pipeline) => filters.set({ pipeline })}
        />
        <TimeFilter filters={filters} />
        <TermFilter fields={ACTIVITY_TERMS} filters={filters} />
        {filtered && (
          <Button kind="quiet" onPress={() => filters.clear(ACTIVITY_FILTERS)}>
            Clear
          </Button>
        )}
      </div>
      {list.error ? (
        <Problem error={asApiError(list.error)} retry={list.refetch} />
      ) : (
        <VirtualTable
          label="Activity runs"
          columns={columns}
          rows={rows}
          rowKey={(one) => one.activityRunId}
          sort={asked.sort}
          onSort={({ by, down }) =>
            filters.set({
              sort: by === 'DurationInMs' ? `${by} ${down ? 'desc' : 'asc'}` : '',
            })
          }
          onOpen={(one, newTab) => {
            const to = placeLink(factory, one);
            if (newTab) window.open(`/ui${to}`, '_blank', 'noopener');
            else void navigate(to);
          }}
          onEnd={list.onEnd}
          narrow={(one) => <NarrowActivity factory={factory} one={one} now={now} />}
          foot={
            list.pending ? null : rows.length === 0 && !list.more ? (
              <Empty title={filtered ? 'No activity run matches' : 'Nothing has run yet'}>
                {filtered && (
                  <Button small onPress={() => filters.clear(ACTIVITY_FILTERS)}>
                    Clear the filters
                  </Button>
                )}
              </Empty>
            ) : (
              <LookFoot list={list} things="activity runs" now={now} />
            )
          }
        />
      )}
    </div>
  );
}
