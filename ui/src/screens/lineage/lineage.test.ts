import { expect, it } from 'vitest';
import { fold, levelFor } from './fold';
import { activityKey, readLineage, thingsOf } from './lineage';
import { columnKey, columnTrace, partOf } from './part';
import { computesIn, noteRun, type Recent } from './data';
import { findThings } from './Find';
import { readRun } from '@/api/runs';
import { shadeOf, writersOf } from './colour';

const dataset = (name: string, store: string, columns: string[] = []) => ({
  namespace: 'file',
  name: `/data/${name}.csv`,
  datasets: [name],
  type: 'DelimitedText',
  linkedService: store,
  columns: columns.map((one) => ({ name: one, type: 'String' })),
});
const move = (pipeline: string, activity: string, inputs: number[], outputs: number[]) => ({
  pipeline,
  activity,
  type: 'Copy',
  path: '',
  inputs,
  outputs,
  columns: [{ input: inputs[0], from: 'id', output: outputs[0], to: 'ID', converted: false }],
});
// Raw → Clean → Table → Report, and Other → Table.
const GRAPH = readLineage({
  factory: 'f',
  datasets: [
    dataset('Raw', 'Landing', ['id']),
    dataset('Clean', 'Lake', ['ID']),
    dataset('Table', 'Lake', ['ID']),
    dataset('Report', 'Archive', ['ID']),
    dataset('Other', 'Landing', ['id']),
  ],
  activities: [
    move('Load', 'Clean', [0], [1]),
    move('Load', 'Fill', [1], [2]),
    move('Tell', 'Write', [2], [3]),
    move('Side', 'Fill', [4], [2]),
  ],
  calls: [{ pipeline: 'Night', activity: 'Run', runs: 'Load' }],
});
const names = (part: typeof GRAPH) => part.datasets.map((one) => one.label).sort();
const looks = { open: new Set<string>(), calls: true, computes: null };

it('names things so that names last', () => {
  expect(GRAPH.datasets[0]?.id).toBe('d:Raw');
  expect(GRAPH.activities[1]?.id).toBe('a:Load/Fill');
  expect(thingsOf(GRAPH).get('s:Lake')?.kind).toBe('store');
  const twice = readLineage({
    datasets: [dataset('A', 'x'), { ...dataset('A', 'x'), name: '/other' }],
    activities: [],
  });
  expect(twice.datasets.map((one) => one.id)).toEqual(['d:A', 'd:A /other']);
});

it('bears an answer that is none', () => {
  expect(readLineage(null)).toEqual({ datasets: [], activities: [], calls: [] });
});

it('finds what is upstream, downstream and near', () => {
  const around = (focus: string, direction: 'both' | 'up' | 'down', steps = Infinity) =>
    names(partOf(GRAPH, { focus, direction, steps }));
  expect(around('d:Table', 'up')).toEqual(['Clean', 'Other', 'Raw', 'Table']);
  expect(around('d:Table', 'up', 1)).toEqual(['Clean', 'Other', 'Table']);
  expect(around('d:Table', 'down')).toEqual(['Report', 'Table']);
  expect(around('d:Raw', 'both')).toEqual(['Clean', 'Raw', 'Report', 'Table']);
  expect(around('a:Tell/Write', 'up', 1)).toEqual(['Clean', 'Other', 'Report', 'Table']);
  expect(around('nothing', 'both')).toHaveLength(5);
});

it('goes round a loop once', () => {
  const loop = readLineage({
    datasets: [dataset('A', 'x'), dataset('B', 'x')],
    activities: [move('P', 'to', [0], [1]), move('P', 'back', [1], [0])],
  });
  const part = partOf(loop, { focus: 'd:A', direction: 'both', steps: Infinity });
  expect(part.activities).toHaveLength(2);
});

it('keeps indices right in a part', () => {
  const part = partOf(GRAPH, { focus: 'd:Report', direction: 'up', steps: 1 });
  const write = part.activities[0];
  expect(part.datasets[write?.inputs[0] ?? -1]?.label).toBe('Table');
  expect(part.datasets[write?.columns[0]?.output ?? -1]?.label).toBe('Report');
});

it('folds into pipelines and into stores, and opens one again', () => {
  const boxes = (level: 'activities' | 'pipelines' | 'stores', open: string[] = []) =>
    fold(GRAPH, { ...looks, level, open: new Set(open) })
      .boxes.map((box) => box.id)
      .sort();
  expect(boxes('activities').filter((id) => id.startsWith('a:'))).toHaveLength(4);
  expect(boxes('pipelines').filter((id) => id.startsWith('p:'))).toEqual([
    'p:Load',
    'p:Night',
    'p:Side',
    'p:Tell',
  ]);
  expect(boxes('stores')).toEqual(['s:Archive', 's:Lake', 's:Landing']);
  expect(boxes('stores', ['s:Archive'])).toEqual(['d:Report', 'p:Tell', 's:Lake', 's:Landing']);
});

it('counts the pipelines between stores, and draws no arrow from a store to itself', () => {
  const { arrows } = fold(GRAPH, { ...looks, level: 'stores' });
  const into = arrows.find((one) => one.from === 's:Landing' && one.to === 's:Lake');
  expect(into?.writes).toEqual([0, 3]);
  expect(arrows.some((one) => one.from === one.to)).toBe(false);
});

it('shows what computes', () => {
  const computes = new Map<string, string>();
  computesIn(
    'Load',
    [
      {
        name: 'If',
        type: 'IfCondition',
        typeProperties: {
          ifTrueActivities: [{ name: 'Go', linkedServiceName: { referenceName: 'Spark' } }],
        },
      },
      { name: 'Clean', linkedServiceName: { referenceName: 'Spark' } },
    ],
    '',
    computes,
  );
  expect(computes.get('load/if/go')).toBe('Spark');
  const { arrows } = fold(GRAPH, { ...looks, level: 'activities', computes });
  expect(arrows.find((one) => one.kind === 'uses')?.to).toBe('a:Load/Clean');
});

it('looks at large graphs from further away', () => {
  expect(levelFor(GRAPH)).toBe('activities');
  const large = readLineage({
    datasets: Array.from({ length: 300 }, (_, i) => dataset(`D${i}`, 'x')),
    activities: [],
  });
  expect(levelFor(large)).toBe('stores');
});

it('traces a column to both sides, by any case', () => {
  const traced = columnTrace(GRAPH, 'd:Clean', 'ID');
  expect([...traced].sort()).toEqual([0, 1, 2, 3].map((i) => columnKey(i, 'id')));
});

it('knows the activity of an event in every iteration', () => {
  expect(activityKey('P', 'Each[3]/If', 'Copy')).toBe(activityKey('p', 'Each/If', 'copy'));
});

it('colours by the newest run, and by the newest success', () => {
  const recent = new Map<string, Recent>();
  const run = (id: string, status: string, at: string) =>
    readRun({ runId: id, pipelineName: 'Load', status, runStart: at, runEnd: at });
  noteRun(recent, run('1', 'Succeeded', '2026-01-01T00:00:00Z'));
  noteRun(recent, run('2', 'Failed', '2026-01-02T00:00:00Z'));
  expect(noteRun(recent, run('0', 'Failed', '2025-01-01T00:00:00Z'))).toBe(false);
  const box = fold(GRAPH, { ...looks, level: 'activities' }).boxes.find(
    (one) => one.id === 'd:Clean',
  )!;
  const writers = writersOf(GRAPH);
  const now = Date.parse('2026-01-01T00:30:00Z');
  expect(shadeOf(box, 'failures', GRAPH, writers, recent, now).tone).toBe('bad');
  expect(shadeOf(box, 'freshness', GRAPH, writers, recent, now).tone).toBe('good');
  expect(shadeOf(box, 'kind', GRAPH, writers, recent, now).tone).toBe('kind');
});

it('finds by name, what begins with it first', () => {
  const found = findThings(thingsOf(GRAPH).values(), 'la');
  expect(found[0]?.label).toBe('Lake');
  expect(findThings(thingsOf(GRAPH).values(), 'zzz')).toEqual([]);
});
