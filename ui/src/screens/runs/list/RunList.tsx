import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { Columns3 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import { resourcesOf } from '@/api/resources';
import { queryRuns, type Run } from '@/api/runs';
import { searchRuns, type Stretch } from '@/api/search';
import { HowTo } from '@/actions/HowTo';
import { ownCall, queryCall } from '@/actions/calls';
import { FilterMenu } from '@/filters/FilterMenu';
import { SearchBox } from '@/filters/SearchBox';
import { useFilters } from '@/filters/filters';
import { SavedViews } from '@/filters/SavedViews';
import { TimeFilter } from '@/filters/TimeFilter';
import { useTyped } from '@/filters/useTyped';
import { Button } from '@/kit/Button';
import { ChoiceMenu } from '@/kit/Menu';
import { Empty } from '@/kit/Panel';
import { useLive } from '@/live/LiveProvider';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { RUN_STATUSES, statusWords } from '@/status/status';
import { Status } from '@/status/Status';
import { VirtualTable } from '@/table/VirtualTable';
import { RunTabs } from '../RunTabs';
import { BulkBar } from './BulkBar';
import { columnsOf, DEFAULT_COLUMNS, NarrowRun, tookMs } from './columns';
import { foundWords, LookFoot } from './LookFoot';
import {
  belongs,
  FILTER_NAMES,
  needsSearch,
  questionOf,
  readAsked,
  searchOf,
  withChanges,
  withFound,
  type Asked,
} from './question';
import { TermFilter } from './TermFilter';
import { RUN_TERMS } from './terms';
import { useStretches } from './useStretches';

interface Pages {
  pages: Stretch<Run>[];
  pageParams: unknown[];
}

const VIEWS = [
  { name: 'Failed in 24 hours', query: 'status=Failed&span=24h' },
  { name: 'In progress', query: 'status=InProgress,Queued,Canceling&sort=RunStart+asc' },
  { name: 'Newest of each group', query: 'latest=true' },
];
/** Of an order that is told only at the end of history so many are shown. */
const LONGEST_MAX = 1000;
const LIVE_MS = 1500;
/** A run may become known somewhat later than it says that it changed. */
const LATE_MS = 10_000;

async function askRuns(
  factory: Factory,
  asked: Asked,
  continuation: string | undefined,
  signal: AbortSignal,
): Promise<Stretch<Run>> {
  const more = continuation ? { continuationToken: continuation } : {};
  if (needsSearch(asked))
    return searchRuns(factory, { ...searchOf(asked, Date.now()), ...more }, signal);
  const page = await queryRuns(factory, { ...questionOf(asked, Date.now()), continuation });
  return { rows: page.rows, continuation: page.continuation, looked: 0, reached: undefined };
}

/** The pages with other rows: what is new comes to the first. */
function withRows(old: Pages, change: (rows: Run[]) => Run[]): Pages {
  const before = old.pages.flatMap((page) => page.rows);
  const rows = change(before);
  let from = 0;
  const pages = old.pages.map((page, i) => {
    const to = from + page.rows.length + (i === 0 ? rows.length - before.length : 0);
    const part = rows.slice(from, to);
    from = to;
    return { ...page, rows: part };
  });
  return { ...old, pages };
}

/** What began or changed since, of what only a search can tell. */
function useNewOnes(factory: Factory, asked: Asked, key: QueryKey) {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const since = useRef(0);
  useEffect(() => {
    since.current = Date.now();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [key]);
  return useCallback(() => {
    if (timer.current !== undefined || asked.to !== '') return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const after = new Date(since.current - LATE_MS).toISOString();
      since.current = Date.now();
      const body = searchOf({ ...asked, span: '', from: after }, Date.now());
      searchRuns(factory, body).then(
        (found) =>
          queries.setQueryData<Pages>(
            key,
            (old) => old && withRows(old, (rows) => withFound(rows, found.rows)),
          ),
        () => undefined, // The next change asks again.
      );
    }, LIVE_MS);
  }, [factory, asked, key, queries]);
}

function useRuns() {
  const factory = useFactory();
  const filters = useFilters();
  const queries = useQueryClient();
  const asked = useMemo(() => readAsked(filters), [filters]);
  const key = useMemo(() => ['runs', factory.id, asked] as const, [factory.id, asked]);
  const longest = asked.sort.by === 'DurationInMs';
  const list = useStretches<Run>({
    queryKey: key,
    ask: (continuation, signal) => askRuns(factory, asked, continuation, signal),
    all: longest,
  });
  const lookForNew = useNewOnes(factory, asked, key);
  useLive((batch) => {
    if (batch.runs.size === 0) return;
    queries.setQueryData<Pages>(
      key,
      (old) => old && withRows(old, (rows) => withChanges(rows, batch.runs, asked)),
    );
    if (asked.terms.length === 0 || asked.sort.by !== 'RunStart' || !asked.sort.down) return;
    if ([...batch.runs.values()].some((run) => belongs(run, asked))) lookForNew();
  });
  return { factory, filters, asked, list, longest };
}

/** The longest (shortest) of what the stretches gave. */
function inOrder(rows: Run[], down: boolean, now: number): Run[] {
  const sorted = [...rows].sort((a, b) => tookMs(a, now) - tookMs(b, now));
  return (down ? sorted.reverse() : sorted).slice(0, LONGEST_MAX);
}

export default function RunList() {
  useTitle('Runs');
  const { factory, filters, asked, list, longest } = useRuns();
  const now = useNow();
  const navigate = useNavigate();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const resources = useQuery({
    queryKey: ['resources', factory.id],
    queryFn: () => resourcesOf(factory),
    staleTime: 60_000,
  });
  const [typed, type] = useTyped(filters.text('q'), (q) => filters.set({ q }));
  const most = longest ? (asked.sort.down ? 'longest' : 'shortest') : null;
  const second = Math.floor(now / 1000) * 1000;
  const rows = useMemo(
    () => (longest ? inOrder(list.rows, asked.sort.down, second) : list.rows),
    [longest, list.rows, asked.sort.down, second],
  );
  const all = useMemo(() => columnsOf(factory, now), [factory, now]);
  const shownIds = filters.list('columns').length > 0 ? filters.list('columns') : DEFAULT_COLUMNS;
  const columns = all.filter((one) => shownIds.includes(one.id));

  const filtered = FILTER_NAMES.filter((name) => filters.text(name) !== '');
  const chosen = rows.filter((run) => selected.has(run.runId));
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Runs</h1>
        <RunTabs value="runs" />
        <span className="muted num" role="status">
          {foundWords(rows.length, list, 'run', most)}
        </span>
        <span className="spring" />
        <SavedViews
          storageKey={`weir.views.runs.${factory.id}`}
          given={VIEWS}
          query={filters.query}
        />
        <ChoiceMenu
          label="Columns"
          trigger={
            <Button className="roomy">
              <Columns3 size={14} /> Columns
            </Button>
          }
          options={all.slice(1).map((one) => ({ id: one.id, label: one.title, text: one.title }))}
          chosen={shownIds}
          onChange={(ids) => filters.set({ columns: ['pipeline', ...ids] })}
        />
        <HowTo
          calls={[
            needsSearch(asked)
              ? ownCall(factory, 'POST', 'searchPipelineRuns', searchOf(asked, now))
              : queryCall(factory, questionOf(asked, now)),
          ]}
        />
      </div>
      <div className="filters">
        <SearchBox
          label="Look in names, parameters, annotations and errors"
          hint="Name, parameter, annotation, error …"
          value={typed}
          onChange={type}
        />
        <FilterMenu
          title="Status"
          options={RUN_STATUSES.map((id) => ({
            id,
            text: statusWords(id),
            label: <Status status={id} />,
          }))}
          chosen={asked.status}
          onChange={(status) => filters.set({ status })}
        />
        <FilterMenu
          title="Pipeline"
          options={(resources.data ?? [])
            .filter((one) => one.kind === 'pipeline')
            .map((one) => ({ id: one.name, text: one.name, label: one.name }))}
          chosen={asked.pipeline}
          onChange={(pipeline) => filters.set({ pipeline })}
        />
        <TimeFilter filters={filters} />
        <FilterMenu
          title="Reruns"
          options={[{ id: 'true', text: 'Newest of each group', label: 'Newest of each group' }]}
          chosen={asked.latest ? ['true'] : []}
          onChange={([latest = '']) => filters.set({ latest })}
        />
        <TermFilter fields={RUN_TERMS} filters={filters} />
        {filtered.length > 0 && (
          <Button kind="quiet" onPress={() => filters.clear(FILTER_NAMES)}>
            Clear
          </Button>
        )}
      </div>
      {chosen.length > 0 && <BulkBar runs={chosen} onClear={() => setSelected(new Set())} />}
      {list.error ? (
        <Problem error={asApiError(list.error)} retry={list.refetch} />
      ) : (
        <VirtualTable
          label="Runs"
          columns={columns}
          rows={rows}
          rowKey={(run) => run.runId}
          selected={selected}
          onSelect={setSelected}
          sort={asked.sort}
          onSort={(sort) => filters.set({ sort: `${sort.by} ${sort.down ? 'desc' : 'asc'}` })}
          onOpen={(run, newTab) => {
            const to = runLink(
              factory,
              run.runId,
              run.status === 'Failed' ? { focus: 'failure' } : {},
            );
            if (newTab) window.open(`/ui${to}`, '_blank', 'noopener');
            else void navigate(to);
          }}
          onEnd={list.onEnd}
          narrow={(run) => <NarrowRun factory={factory} run={run} now={now} />}
          foot={
            list.pending ? null : rows.length === 0 && !list.more ? (
              <Empty title={filtered.length > 0 ? 'No run matches' : 'Nothing has run yet'}>
                {filtered.length > 0 ? (
                  <Button small onPress={() => filters.clear(FILTER_NAMES)}>
                    Clear the filters
                  </Button>
                ) : (
                  <p>Start a pipeline by its trigger, by the API or with weir.</p>
                )}
              </Empty>
            ) : (
              <LookFoot list={list} things="runs" now={now} />
            )
          }
        />
      )}
    </div>
  );
}
