import { client, take } from './client';
import { at, F, OWN, type Factory } from './factory';
import type { components } from './openapi';
import { allPages } from './resources';

/** A trigger as the screen uses it. */
export interface Trigger {
  name: string;
  type: string;
  started: boolean;
  description: string;
  /** Those that it starts. */
  pipelines: string[];
  properties: Record<string, unknown>;
}

export type Firing = components['schemas']['WeirSchedule']['firings'][number];
export type Schedule = components['schemas']['WeirSchedule'];
export type Window = components['schemas']['WeirBackfilled']['windows'][number];

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function readTrigger(given: { name?: string | null; properties?: unknown }): Trigger {
  const properties = record(given.properties);
  const named = [
    ...(Array.isArray(properties.pipelines) ? (properties.pipelines as unknown[]) : []),
    ...(properties.pipeline ? [properties.pipeline] : []),
  ];
  return {
    name: given.name ?? '',
    type: text(properties.type),
    started: text(properties.runtimeState) === 'Started',
    description: text(properties.description),
    pipelines: named
      .map((one) => text(record(record(one).pipelineReference).referenceName))
      .filter((name) => name !== ''),
    properties,
  };
}

/** Every trigger of the factory, by name. */
export async function triggersOf(factory: Factory): Promise<Trigger[]> {
  const listed = await allPages((token) =>
    take(client.GET(`${F}/triggers`, { params: at(factory, {}, token) })),
  );
  return listed.map(readTrigger);
}

export async function getTrigger(factory: Factory, name: string): Promise<Trigger> {
  return readTrigger(
    await take(
      client.GET(`${F}/triggers/{triggerName}`, { params: at(factory, { triggerName: name }) }),
    ),
  );
}

/** When triggers will fire, as the service foresees it. */
export async function scheduleOf(
  factory: Factory,
  asked: { from?: string; to?: string; trigger?: string; limit?: number },
): Promise<Schedule> {
  return take(client.GET(`${OWN}/schedule`, { params: at(factory, {}, asked) }));
}

export async function setStarted(factory: Factory, name: string, started: boolean): Promise<void> {
  const params = at(factory, { triggerName: name });
  await take(
    started
      ? client.POST(`${F}/triggers/{triggerName}/start`, { params })
      : client.POST(`${F}/triggers/{triggerName}/stop`, { params }),
  );
}

export interface BackfillWish {
  trigger: string;
  from: string;
  to: string;
  /** Only windows that failed or were cancelled. */
  failed: boolean;
}

/** The windows of a tumbling window trigger; with `dryRun` nothing is started. */
export async function backfill(factory: Factory, wish: BackfillWish, dryRun: boolean) {
  const { trigger, ...body } = wish;
  return take(
    client.POST(`${OWN}/triggers/{triggerName}/backfill`, {
      params: at(factory, { triggerName: trigger }),
      body: { ...body, dryRun },
    }),
  );
}

/** Run a window again, by the trigger run that it had. */
export async function rerunWindow(factory: Factory, trigger: string, runId: string): Promise<void> {
  await take(
    client.POST(`${F}/triggers/{triggerName}/triggerRuns/{runId}/rerun`, {
      params: at(factory, { triggerName: trigger, runId }),
    }),
  );
}
