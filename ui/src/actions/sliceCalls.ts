import type { Factory } from '@/api/factory';
import { statusBody, type SliceWish } from '@/api/slices';
import { windowsBody, type WindowQuery } from '@/api/windows';
import { quoted, server, type Call } from './calls';

const pathOf = (factory: Factory, rest: string, query: Record<string, string>) =>
  `${factory.id}/${rest}?${new URLSearchParams({ 'api-version': '2015-10-01', ...query }).toString()}`;
const COMMANDS = { Waiting: 'rerun', Skipped: 'skip', Ready: 'ready' } as const;

export const slicesCall = (
  factory: Factory,
  dataset: string,
  range: { start: string; end: string },
  origin: string,
): Call => ({
  method: 'GET',
  path: `/weir${pathOf(factory, `datasets/${encodeURIComponent(dataset)}/slices`, range)}`,
  command: `weir slices ${quoted(dataset)} --from ${range.start} --to ${range.end} ${server(factory, origin)}`,
});

export const setSlicesCall = (factory: Factory, wish: SliceWish, origin: string): Call => ({
  method: 'PUT',
  path: pathOf(factory, `datasets/${encodeURIComponent(wish.dataset)}/slices/setstatus`, {
    start: wish.start,
    end: wish.end,
  }),
  body: statusBody(wish),
  command:
    `weir slices ${COMMANDS[wish.state]} ${quoted(wish.dataset)} --from ${wish.start} ` +
    `--to ${wish.end} ${wish.upstream ? '--upstream ' : ''}${server(factory, origin)}`,
});

export const cancelSliceCall = (factory: Factory, runId: string): Call => ({
  method: 'POST',
  path: `/weir${pathOf(factory, `runs/${runId}/cancel`, {})}`,
});

export const windowsCall = (factory: Factory, query: WindowQuery, origin: string): Call => ({
  method: 'POST',
  path: pathOf(factory, 'activitywindows', {}),
  body: windowsBody(query),
  command: [
    'weir windows',
    query.start && `--from ${query.start}`,
    query.end && `--to ${query.end}`,
    windowsBody(query).filter && `--filter ${quoted(windowsBody(query).filter ?? '')}`,
    `--order ${quoted(query.orderBy)}`,
    server(factory, origin),
  ]
    .filter(Boolean)
    .join(' '),
});
