import type { Factory } from '@/api/factory';
import type { BackfillWish } from '@/api/triggers';
import { pathOf, quoted, server, type Call } from './calls';

const of = (name: string) => `triggers/${encodeURIComponent(name)}`;
/** The address of a route of our own. */
const own = (factory: Factory, rest: string, query: Record<string, string> = {}) =>
  `/weir${pathOf(factory, rest, query)}`;

export const triggerStateCall = (factory: Factory, name: string, started: boolean): Call => ({
  method: 'POST',
  path: pathOf(factory, `${of(name)}/${started ? 'start' : 'stop'}`),
});

export const rerunWindowCall = (factory: Factory, name: string, runId: string): Call => ({
  method: 'POST',
  path: pathOf(factory, `${of(name)}/triggerRuns/${runId}/rerun`),
});

export const triggersCall = (factory: Factory): Call => ({
  method: 'GET',
  path: pathOf(factory, 'triggers'),
});

export const triggerCall = (factory: Factory, name: string): Call => ({
  method: 'GET',
  path: pathOf(factory, of(name)),
});

export const scheduleCall = (
  factory: Factory,
  asked: { from?: string; to?: string; trigger?: string; limit?: number },
  origin: string,
): Call => {
  const options = Object.entries(asked).filter(([, value]) => value !== undefined);
  return {
    method: 'GET',
    path: own(
      factory,
      'schedule',
      Object.fromEntries(options.map(([name, value]) => [name, String(value)])),
    ),
    command: `weir schedule ${options
      .map(([name, value]) => `--${name} ${quoted(String(value))} `)
      .join('')}${server(factory, origin)}`,
  };
};

export const backfillCall = (factory: Factory, wish: BackfillWish, origin: string): Call => {
  const { trigger, ...body } = wish;
  return {
    method: 'POST',
    path: own(factory, `${of(trigger)}/backfill`),
    body,
    command:
      `weir backfill ${quoted(trigger)} --from ${wish.from} --to ${wish.to} ` +
      `${wish.failed ? '--failed ' : ''}${server(factory, origin)}`,
  };
};
