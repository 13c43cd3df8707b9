import { Link } from 'react-router';
import type { Factory } from '@/api/factory';
import { isOver, type Run } from '@/api/runs';
import { clock, duration, relative } from '@/format/time';
import { causeOf } from '@/problem/cause';
import { runLink } from '@/shell/links';
import { Status, StatusIcon } from '@/status/Status';
import type { Column } from '@/table/VirtualTable';

/** How long it took, or has taken. */
export const tookMs = (run: Run, now: number): number =>
  run.durationInMs ?? (isOver(run.status) ? 0 : now - Date.parse(run.runStart));

const parametersOf = (run: Run): string =>
  Object.entries(run.parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');

const linkOf = (factory: Factory, run: Run): string =>
  runLink(factory, run.runId, run.status === 'Failed' ? { focus: 'failure' } : {});

export const invokedWords = (run: Run): string =>
  run.invokedBy.type === 'PipelineActivity'
    ? `pipeline ${run.invokedBy.pipelineName ?? run.invokedBy.name}`
    : run.invokedBy.name || run.invokedBy.type;

/** All columns; the first is always shown. */
export function columnsOf(factory: Factory, now: number): Column<Run>[] {
  return [
    {
      id: 'pipeline',
      title: 'Pipeline',
      width: 200,
      grow: true,
      sort: 'PipelineName',
      cell: (run) => (
        <Link className="cell-link" to={linkOf(factory, run)} tabIndex={-1}>
          {run.pipelineName}
        </Link>
      ),
    },
    {
      id: 'status',
      title: 'Status',
      width: 128,
      sort: 'Status',
      cell: (run) => <Status status={run.status} />,
    },
    {
      id: 'start',
      title: 'Started',
      width: 136,
      sort: 'RunStart',
      cell: (run) => <span title={run.runStart}>{clock(run.runStart, now)}</span>,
    },
    {
      id: 'end',
      title: 'Ended',
      width: 136,
      sort: 'RunEnd',
      cell: (run) => <span title={run.runEnd ?? ''}>{clock(run.runEnd, now)}</span>,
    },
    {
      id: 'duration',
      title: 'Took',
      width: 96,
      align: 'right',
      sort: 'DurationInMs',
      cell: (run) => duration(tookMs(run, now)),
    },
    { id: 'by', title: 'Invoked by', width: 150, cell: (run) => invokedWords(run) },
    {
      id: 'message',
      title: 'Error',
      width: 180,
      grow: true,
      cell: (run) => <span title={run.message}>{causeOf(run.message)}</span>,
    },
    {
      id: 'parameters',
      title: 'Parameters',
      width: 150,
      grow: true,
      cell: (run) => (
        <span className="mono" title={parametersOf(run)}>
          {parametersOf(run)}
        </span>
      ),
    },
    {
      id: 'annotations',
      title: 'Annotations',
      width: 130,
      cell: (run) => run.annotations.join(', '),
    },
    { id: 'id', title: 'Run id', width: 290, cell: (run) => <code>{run.runId}</code> },
    { id: 'group', title: 'Run group', width: 290, cell: (run) => <code>{run.runGroupId}</code> },
  ];
}

export const DEFAULT_COLUMNS = [
  'pipeline',
  'status',
  'start',
  'duration',
  'by',
  'message',
  'parameters',
];

/** A run on a phone. */
export function NarrowRun({ factory, run, now }: { factory: Factory; run: Run; now: number }) {
  return (
    <>
      <StatusIcon status={run.status} />
      <span className="narrow-main">
        <Link className="cell-link" to={linkOf(factory, run)} tabIndex={-1}>
          {run.pipelineName}
        </Link>
        <span className="row-note">
          {causeOf(run.message) || parametersOf(run) || invokedWords(run)}
        </span>
      </span>
      <span className="narrow-side">
        {duration(tookMs(run, now))}
        <span className="row-note">{relative(run.runStart, now)}</span>
      </span>
    </>
  );
}
