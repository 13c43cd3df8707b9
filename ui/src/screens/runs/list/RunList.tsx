import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { Columns3, Search, X } from 'lucide-react';
import { useCallback, useMemo, useState, useDeferredValue } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { resourcesOf } from '@/api/resources';
import { queryRuns, type Page, type Run } from '@/api/runs';
import { HowTo } from '@/actions/HowTo';
import { queryCall } from '@/actions/calls';
import { FilterMenu } from '@/filters/FilterMenu';
import { useFilters } from '@/filters/filters';
import { SavedViews } from '@/filters/SavedViews';
import { TimeFilter } from '@/filters/TimeFilter';
import { useTyped } from '@/filters/useTyped';
import { plural } from '@/format/number';
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
import { BulkBar } from './BulkBar';
import { columnsOf, DEFAULT_COLUMNS, NarrowRun } from './columns';
import { FILTER_NAMES, hasText, questionOf, readAsked, withChanges } from './question';

interface Pages {
  pages: Page<Run>[];
  pageParams: unknown[];
}

const VIEWS = [
  { name: 'Failed in 24 hours', query: 'status=Failed&span=24h' },
  { name: 'In progress', query: 'status=InProgress,Queued,Canceling&sort=RunStart+asc' },
  { name: 'Newest of each group', query: 'latest=true' },
];
/** A text that few runs have is looked for in so many pages before one is asked to go on. */
const LOOK_PAGES = 20;
const ROWS_PER_PAGE = 100;

function useRuns() {
  const factory = useFactory();
  const filters = useFilters();
  const queries = useQueryClient();
  const asked = useMemo(() => readAsked(filters), [filters]);
  const key = useMemo(
    () => ['runs', factory.id, { ...asked, text: '' }] as const,
    [factory.id, asked],
  );
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      queryRuns(factory, { ...questionOf(asked, Date.now()), continuation: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.continuation,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  useLive((batch) => {
    if (batch.runs.size === 0) return;
    queries.setQueryData<Pages>(key, (old) => {
      if (!old) return old;
      // The changes belong to all pages at once; what is new comes to the first.
      const rows = withChanges(
        old.pages.flatMap((page) => page.rows),
        batch.runs,
        asked,
      );
      const extra = rows.length - old.pages.reduce((sum, page) => sum + page.rows.length, 0);
      let from = 0;
      const pages = old.pages.map((page, i) => {
        const to = from + page.rows.length + (i === 0 ? extra : 0);
        const part = rows.slice(from, to);
        from = to;
        return { ...page, rows: part };
      });
      return { ...old, pages };
    });
  });
  return { factory, filters, asked, query };
}

export default function RunList() {
  useTitle('Runs');
  const { factory, filters, asked, query } = useRuns();
  const now = useNow();
  const navigate = useNavigate();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const resources = useQuery({
    queryKey: ['resources', factory.id],
    queryFn: () => resourcesOf(factory),
    staleTime: 60_000,
  });
  const [typed, type] = useTyped(asked.text, (q) => filters.set({ q }));
  const text = useDeferredValue(typed);
  const loaded = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const rows = useMemo(
    () => (text === '' ? loaded : loaded.filter((run) => hasText(run, text))),
    [loaded, text],
  );
  const all = useMemo(() => columnsOf(factory, now), [factory, now]);
  const shownIds = filters.list('columns').length > 0 ? filters.list('columns') : DEFAULT_COLUMNS;
  const columns = all.filter((one) => shownIds.includes(one.id));

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && (text === '' || pages < LOOK_PAGES))
      void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, text, pages]);
  // With few that match, the end is always in sight.
  if (text !== '' && rows.length < ROWS_PER_PAGE / 2 && pages > 0) queueMicrotask(onEnd);

  const filtered = FILTER_NAMES.filter((name) => filters.text(name) !== '');
  const chosen = rows.filter((run) => selected.has(run.runId));
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Runs</h1>
        <span className="muted num" role="status">
          {query.isFetching && loaded.length === 0
            ? 'Loading …'
            : `${plural(rows.length, 'run')}${hasNextPage ? ' so far' : ''}`}
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
        <HowTo calls={[queryCall(factory, questionOf(asked, now))]} />
      </div>
      <div className="filters">
        <div className="search">
          <Search size={14} aria-hidden="true" />
          <input
            className="input"
            type="search"
            aria-label="Look in names, parameters, annotations and errors"
            placeholder="Name, parameter, annotation, error …"
            value={typed}
            onChange={(event) => type(event.target.value)}
          />
        </div>
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
        {asked.group && (
          <span className="chip">
            group {asked.group.slice(0, 8)}
            <button type="button" aria-label="Any group" onClick={() => filters.set({ group: '' })}>
              <X size={12} />
            </button>
          </span>
        )}
        {filtered.length > 0 && (
          <Button kind="quiet" onPress={() => filters.clear(FILTER_NAMES)}>
            Clear
          </Button>
        )}
      </div>
      {chosen.length > 0 && <BulkBar runs={chosen} onClear={() => setSelected(new Set())} />}
      {query.error && !query.data ? (
        <Problem error={asApiError(query.error)} retry={() => void query.refetch()} />
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
          onEnd={onEnd}
          narrow={(run) => <NarrowRun factory={factory} run={run} now={now} />}
          foot={
            query.isPending ? null : rows.length === 0 && !hasNextPage ? (
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
              <div className="vtable-foot" role="status">
                {isFetchingNextPage ? 'Loading more …' : ''}
                {text !== '' && hasNextPage && pages >= LOOK_PAGES && !isFetchingNextPage && (
                  <>
                    Looked through the newest {plural(loaded.length, 'run')}.{' '}
                    <Button small onPress={() => void fetchNextPage()}>
                      Look further
                    </Button>
                  </>
                )}
              </div>
            )
          }
        />
      )}
    </div>
  );
}
