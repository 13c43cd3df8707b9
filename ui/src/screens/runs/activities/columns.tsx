import { Link } from 'react-router';
import type { Factory } from '@/api/factory';
import type { Activity } from '@/api/runs';
import { clock, duration, relative } from '@/format/time';
import { causeOf } from '@/problem/cause';
import { runLink } from '@/shell/links';
import { Status, StatusIcon } from '@/status/Status';
import type { Column } from '@/table/VirtualTable';
import { keyOf } from '../run/tree';
import { tookOf } from './question';

/** Its place in its run. */
export const placeLink = (factory: Factory, one: Activity): string =>
  runLink(factory, one.pipelineRunId, { activity: keyOf(one) });

export function activityColumns(factory: Factory, now: number): Column<Activity>[] {
  return [
    {
      id: 'name',
      title: 'Activity',
      width: 160,
      grow: true,
      cell: (one) => (
        <Link className="cell-link" to={placeLink(factory, one)} tabIndex={-1}>
          {one.activityName}
        </Link>
      ),
    },
    { id: 'type', title: 'Type', width: 112, cell: (one) => one.activityType },
    {
      id: 'pipeline',
      title: 'Pipeline',
      width: 130,
      grow: true,
      cell: (one) => (
        <Link to={runLink(factory, one.pipelineRunId)} tabIndex={-1}>
          {one.pipelineName}
        </Link>
      ),
    },
    {
      id: 'place',
      title: 'In',
      width: 112,
      cell: (one) => <span title={one.path}>{one.path}</span>,
    },
    { id: 'status', title: 'Status', width: 120, cell: (one) => <Status status={one.status} /> },
    {
      id: 'start',
      title: 'Started',
      width: 130,
      sort: 'ActivityRunStart',
      cell: (one) => <span title={one.start}>{clock(one.start, now)}</span>,
    },
    {
      id: 'duration',
      title: 'Took',
      width: 86,
      align: 'right',
      sort: 'DurationInMs',
      cell: (one) => duration(tookOf(one, now)),
    },
    {
      id: 'attempt',
      title: 'Retry',
      width: 58,
      align: 'right',
      cell: (one) => (one.attempt > 0 ? one.attempt : ''),
    },
    {
      id: 'error',
      title: 'Error',
      width: 170,
      grow: true,
      cell: (one) => {
        const words = [one.error?.errorCode, causeOf(one.error?.message ?? '')]
          .filter(Boolean)
          .join(': ');
        return <span title={words}>{words}</span>;
      },
    },
  ];
}

/** An activity run on a phone. */
export function NarrowActivity({
  factory,
  one,
  now,
}: {
  factory: Factory;
  one: Activity;
  now: number;
}) {
  return (
    <>
      <StatusIcon status={one.status} />
      <span className="narrow-main">
        <Link className="cell-link" to={placeLink(factory, one)} tabIndex={-1}>
          {one.activityName}
        </Link>
        <span className="row-note">
          {one.pipelineName} · {causeOf(one.error?.message ?? '') || one.activityType}
        </span>
      </span>
      <span className="narrow-side">
        {duration(tookOf(one, now))}
        <span className="row-note">{relative(one.start, now)}</span>
      </span>
    </>
  );
}
