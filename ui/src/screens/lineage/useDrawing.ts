import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useFactory } from '@/api/factory';
import { useLive } from '@/live/LiveProvider';
import { useNow } from '@/live/useNow';
import { shadeOf, writersOf } from './colour';
import { computesOf, lineageOf, noteRun, recentRuns, type RecentRuns } from './data';
import { draw, framesOf, withoutActivities, type Drawn, type Frame } from './drawing';
import { fold, levelFor, type Folded } from './fold';
import { thingsOf, type Lineage } from './lineage';
import { place } from './layout';
import { columnTrace, partOf } from './part';
import type { Places, Tie } from './rows';
import { useGoing } from './useGoing';
import type { Looks } from './useLooks';

/** With more datasets their columns say nothing any more. */
export const COLUMN_DATASETS_MAX = 60;
const EMPTY: Lineage = { datasets: [], activities: [], calls: [] };
const NO_RECENT: RecentRuns = { byPipeline: new Map(), runs: 0, more: false };

/** Where the boxes go: placed again when the shape changes, not when something in them does. */
function usePlaces(
  frames: readonly Frame[],
  ties: readonly Tie[],
  shape: string,
  across: number,
): Places | null {
  const [placed, setPlaced] = useState<{ shape: string; places: Places } | null>(null);
  useEffect(() => {
    let gone = false;
    if (frames.length === 0) return;
    void place(frames, ties, across).then((places) => {
      if (!gone) setPlaced({ shape, places });
    });
    return () => {
      gone = true;
    };
    // The shape says all that counts of frames and ties.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);
  return placed?.shape === shape ? placed.places : null;
}

function useRecent(graph: Lineage) {
  const factory = useFactory();
  const queries = useQueryClient();
  const names = useMemo(
    () => [...new Set([...graph.activities, ...graph.calls].map((one) => one.pipeline))].sort(),
    [graph],
  );
  const key = ['lineage-recent', factory.id, names.join('\n')];
  const recent = useQuery({
    queryKey: key,
    queryFn: () => recentRuns(factory, names),
    enabled: names.length > 0,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  useLive((batch) => {
    if (batch.runs.size === 0) return;
    queries.setQueryData<RecentRuns>(key, (old) => {
      if (!old) return old;
      const byPipeline = new Map(old.byPipeline);
      let changed = false;
      for (const run of batch.runs.values()) changed = noteRun(byPipeline, run) || changed;
      return changed ? { ...old, byPipeline } : old;
    });
  });
  return recent.data ?? NO_RECENT;
}

/** Asked for, cut to its part, folded, placed, coloured: what is drawn, and all behind it. */
export function useDrawing(looks: Looks) {
  const factory = useFactory();
  const now = useNow(30_000);
  const query = useQuery({
    queryKey: ['lineage', factory.id, looks.run, looks.columns],
    queryFn: () => lineageOf(factory, looks.run, looks.columns),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const computes = useQuery({
    queryKey: ['lineage-computes', factory.id],
    queryFn: () => computesOf(factory),
    enabled: looks.compute,
    staleTime: 300_000,
  });
  const whole = query.data ?? EMPTY;
  const things = useMemo(() => thingsOf(whole), [whole]);
  const { focus, direction, steps } = looks;
  const graph = useMemo(
    () => (focus ? partOf(whole, { focus, direction, steps }) : whole),
    [whole, focus, direction, steps],
  );
  const columns = looks.columns && graph.datasets.length <= COLUMN_DATASETS_MAX;
  const level = columns ? 'activities' : looks.level === 'auto' ? levelFor(graph) : looks.level;
  const opened = looks.open.join('\n');
  const folded = useMemo<Folded>(() => {
    const all = fold(graph, {
      level,
      open: new Set(opened.split('\n')),
      calls: looks.calls,
      computes: looks.compute ? (computes.data ?? null) : null,
    });
    return columns ? withoutActivities(all) : all;
  }, [graph, level, opened, columns, looks.calls, looks.compute, computes.data]);
  const frames = useMemo(() => framesOf(folded, graph, columns), [folded, graph, columns]);
  const traced = useMemo(
    () => columnTrace(graph, looks.node, looks.column),
    [graph, looks.node, looks.column],
  );
  const recent = useRecent(graph);
  const writers = useMemo(() => writersOf(graph), [graph]);
  const going = useGoing();
  const known = useMemo(() => new Set(folded.boxes.map((box) => box.id)), [folded]);
  const ties = useMemo<Tie[]>(() => {
    if (!columns) return folded.arrows.filter((one) => known.has(one.from) && known.has(one.to));
    return graph.activities.flatMap((one) =>
      one.inputs.flatMap((input) =>
        one.outputs.map((output) => {
          const [from, to] = [graph.datasets[input]?.id ?? '', graph.datasets[output]?.id ?? ''];
          return { id: `${one.id} ${from} ${to}`, from, to };
        }),
      ),
    );
  }, [folded, graph, columns, known]);
  const shape = useMemo(
    () =>
      `${level === 'stores' || looks.run ? 'wide' : ''}${frames.map((one) => `${one.id} ${one.height}`).join('\n')}\n\n${ties.map((one) => one.id).join('\n')}`,
    [frames, ties, level, looks.run],
  );
  const places = usePlaces(frames, ties, shape, level === 'stores' || looks.run ? 128 : 72);
  const { colour, run } = looks;
  const drawn = useMemo<Drawn | null>(
    () =>
      places &&
      draw({
        graph,
        folded,
        frames,
        places,
        shape,
        columns,
        traced,
        going: run ? new Map() : going,
        shadeOf: (box) => shadeOf(box, colour, graph, writers, recent.byPipeline, now),
      }),
    [
      graph,
      folded,
      frames,
      places,
      shape,
      columns,
      traced,
      run,
      going,
      colour,
      writers,
      recent,
      now,
    ],
  );
  return { query, whole, graph, things, folded, level, columns, recent, going, drawn };
}
