import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { HowTo } from '@/actions/HowTo';
import { slicesCall } from '@/actions/sliceCalls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { slicesOf, type Dataset, type Slice } from '@/api/slices';
import { useFilters } from '@/filters/filters';
import { plural } from '@/format/number';
import { Empty } from '@/kit/Panel';
import { useAskAgain } from '@/live/useAskAgain';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { areaList, downstream, endsOf, readArea, type Item } from './area';
import { LONG_SPANS, rangeWords, readEnd, spanMs, SPANS, timeTicks } from './axis';
import { Matrix, markedOf, type Line, type LineItems } from './Matrix';
import { Legend, NameFilter, RangeFilter } from './parts';
import { SliceSide } from './SliceSide';
import { shownState, stateWords } from './sliceWords';
import { useVersion1 } from './useVersion1';

const REFRESH_MS = 30_000;
const STATES = ['Ready', 'InProgress', 'Waiting', 'Failed', 'Skipped', 'None'];

const itemOf = (slice: Slice): Item => ({
  key: slice.start,
  start: Date.parse(slice.start),
  end: Date.parse(slice.end),
  state: shownState(slice),
  label: `${slice.dataset}, ${rangeWords(Date.parse(slice.start), Date.parse(slice.end))}: ${stateWords(slice)}${slice.message ? `, ${slice.message}` : ''}`,
});
const itemsOf = (slices: readonly Slice[]): Item[] => slices.map(itemOf);
const NONE: readonly Item[] = [];

/** Its slices are shorter than a day. */
const isFine = (dataset: Dataset): boolean => /minute|hour/i.test(dataset.every);

/** Datasets and their slices, in the colours of their states. */
export function SliceGrid() {
  const factory = useFactory();
  const filters = useFilters();
  const queries = useQueryClient();
  const [, onKnown] = useReducer((n: number) => n + 1, 0);
  const now = useNow(15_000);
  const [open, setOpen] = useState(0);
  const { datasets, pipelines, newest } = useVersion1(now);
  useAskAgain('runs', ['slices']);
  const long = (datasets.data ?? []).length > 0 && !datasets.data?.some(isFine);
  const usual = long ? '1y' : '7d';
  const span = filters.text('span', usual);
  const to = readEnd(filters.text('to'), newest);
  const from = to - spanMs(span);
  const text = filters.text('q').toLowerCase();
  const edges = useMemo(
    () =>
      (pipelines.data ?? []).flatMap((one) =>
        one.activities.flatMap((activity) =>
          activity.inputs.flatMap((input) =>
            activity.outputs.map((output) => ({ from: input, to: output })),
          ),
        ),
      ),
    [pipelines.data],
  );
  const lines = useMemo<Line[]>(() => {
    const all = new Map((datasets.data ?? []).map((one) => [one.name, one]));
    return downstream([...all.keys()], edges)
      .filter((name) => name.toLowerCase().includes(text))
      .map((name) => {
        const one = all.get(name);
        return {
          key: name,
          title: name,
          note: one?.external ? 'external' : one?.every.replace(/^1 /, '').toLowerCase(),
        };
      });
  }, [datasets.data, edges, text]);

  const keyOf = useCallback(
    (dataset: string) => ['slices', factory.id, dataset, from, to],
    [factory.id, from, to],
  );
  const useItems = useCallback(
    function useItems(dataset: string): LineItems {
      const query = useQuery({
        queryKey: ['slices', factory.id, dataset, from, to],
        queryFn: () =>
          slicesOf(factory, dataset, {
            start: new Date(from).toISOString(),
            end: new Date(to).toISOString(),
          }),
        refetchInterval: REFRESH_MS,
        placeholderData: keepPreviousData,
        enabled: pipelines.data !== undefined,
      });
      const items = useMemo(() => itemsOf(query.data ?? []), [query.data]);
      return {
        items,
        pending: query.isPending,
        error: query.error ? asApiError(query.error).message : undefined,
      };
    },
    [factory, from, to, pipelines.data],
  );
  const slices = useCallback(
    (dataset: string) => queries.getQueryData<Slice[]>(keyOf(dataset)) ?? [],
    [queries, keyOf],
  );
  const cache = useRef(new WeakMap<readonly Slice[], Item[]>());
  const peek = useCallback(
    (dataset: string): readonly Item[] => {
      const known = slices(dataset);
      if (known.length === 0) return NONE;
      const made = cache.current.get(known) ?? itemsOf(known);
      cache.current.set(known, made);
      return made;
    },
    [slices],
  );
  const area = readArea(filters.list('area'));
  const keys = lines.map((one) => one.key);
  const marked = area ? markedOf(keys, area, peek) : [];
  const chosen = marked.map(({ line, items }) => ({
    dataset: line,
    slices: slices(line).filter((slice) => items.some((item) => item.key === slice.start)),
  }));
  const only = chosen.length === 1 && chosen[0]?.slices.length === 1 ? chosen[0].slices[0] : null;
  const blamed = new Set(
    (only?.because ?? []).map((one) => `${nameIn(keys, one.dataset)}\n${one.start}`),
  );
  const error = datasets.error ?? pipelines.error;
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Grid</h1>
        <span className="muted num" role="status">
          {datasets.isPending ? 'Loading …' : plural(lines.length, 'dataset')}
        </span>
        <span className="spring" />
        <Legend states={STATES} />
        <HowTo
          calls={[
            slicesCall(
              factory,
              marked[0]?.line ?? keys[0] ?? 'DATASET',
              { start: new Date(from).toISOString(), end: new Date(to).toISOString() },
              window.location.origin,
            ),
          ]}
        />
      </div>
      <div className="filters">
        <NameFilter filters={filters} what="a dataset" />
        <span className="spring" />
        <span className="muted mx-range num">{rangeWords(from, to)}</span>
        <RangeFilter
          filters={filters}
          span={span}
          to={to}
          newest={newest}
          spans={long ? LONG_SPANS : SPANS}
          usual={usual}
        />
      </div>
      {error && !datasets.data ? (
        <Problem error={asApiError(error)} retry={() => void datasets.refetch()} />
      ) : (
        <div className={`mx-page ${chosen.length > 0 ? 'with-side' : ''}`}>
          <Matrix
            label="Slices of datasets"
            lines={lines}
            from={from}
            to={to}
            ticks={timeTicks(from, to, 1000)}
            now={now}
            useItems={useItems}
            peek={peek}
            onKnown={onKnown}
            area={area}
            onArea={(next) => filters.set({ area: next ? areaList(next) : [] })}
            onOpen={() => setOpen((n) => n + 1)}
            marked={blamed}
            foot={
              datasets.data && lines.length === 0 ? (
                <Empty
                  title={text ? 'No dataset by that name' : 'The factory has no dataset yet'}
                />
              ) : null
            }
          />
          {chosen.length > 0 && (
            <SliceSide
              key={open}
              focus={open > 0}
              chosen={chosen}
              ends={endsOf(
                chosen.map((one) => one.dataset),
                edges,
              )}
              onShow={(dataset, start, end) =>
                filters.set({
                  area: areaList({
                    first: nameIn(keys, dataset),
                    last: nameIn(keys, dataset),
                    from: Date.parse(start),
                    to: Date.parse(end),
                  }),
                })
              }
              onClose={() => filters.set({ area: '' })}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** The name as the list spells it. */
const nameIn = (names: readonly string[], name: string): string =>
  names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
