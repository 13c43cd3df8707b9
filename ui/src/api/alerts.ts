import { client, take } from './client';
import { at, OWN, type Factory } from './factory';
import type { components } from './openapi';
import { allPages } from './resources';

type Schemas = components['schemas'];
type Properties = Schemas['WeirAlert']['properties'];

/** A rule that says who is told of what. */
export interface AlertRule {
  name: string;
  /** Of what is kept; empty if it is not known. */
  etag: string;
  description: string;
  condition: Properties['condition'];
  pipelines: string[];
  annotations: string[];
  /** What comes within this time is one notice; seconds. */
  groupSeconds: number;
  /** Told, too, when it is over. */
  recovery: boolean;
  /** False: it sees nothing and tells nothing. */
  enabled: boolean;
  actions: Record<string, unknown>[];
  properties: Record<string, unknown>;
}

export type AlertHistory = Schemas['WeirAlertHistory'];
/** What is told and not over. */
export type OpenAlert = AlertHistory['open'][number];
export type Notice = AlertHistory['notices'][number];
export type Told = Notice['told'][number];
export type AlertTested = Schemas['WeirAlertTested'];

const GROUP_SECONDS = 60;

/** "00:30:00", "1.02:00:00": seconds; null if it is no time span. */
export function secondsOf(span: string | null | undefined): number | null {
  const match = /^(?:(\d+)\.)?(\d+):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(span ?? '');
  if (!match) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

export function readAlert(given: {
  name?: string | null;
  etag?: string | null;
  properties?: unknown;
}): AlertRule {
  const properties = (given.properties ?? {}) as Partial<Properties>;
  return {
    name: given.name ?? '',
    etag: given.etag ?? '',
    description: typeof properties.description === 'string' ? properties.description : '',
    condition: properties.condition ?? { type: '' },
    pipelines: properties.scope?.pipelines ?? [],
    annotations: properties.scope?.annotations ?? [],
    groupSeconds: secondsOf(properties.group) ?? GROUP_SECONDS,
    recovery: properties.recovery ?? true,
    enabled: properties.enabled ?? true,
    actions: properties.actions ?? [],
    properties,
  };
}

/** Every rule of the factory, by name. */
export async function alertsOf(factory: Factory): Promise<AlertRule[]> {
  const listed = await allPages((token) =>
    take(client.GET(`${OWN}/alerts`, { params: at(factory, {}, token) })),
  );
  return listed.map(readAlert).sort((a, b) => a.name.localeCompare(b.name));
}

/** What is told and not over, and whom the alerts told what, the newest first. */
export async function alertHistoryOf(factory: Factory): Promise<AlertHistory> {
  return take(client.GET(`${OWN}/alertHistory`, { params: at(factory) }));
}

/** Send a notice that says it is a test to everyone whom the rule tells. */
export async function testAlert(factory: Factory, name: string): Promise<AlertTested> {
  return take(
    client.POST(`${OWN}/alerts/{alertName}/test`, { params: at(factory, { alertName: name }) }),
  );
}

export async function alertNamed(factory: Factory, name: string): Promise<AlertRule> {
  const params = at(factory, { alertName: name });
  return readAlert(await take(client.GET(`${OWN}/alerts/{alertName}`, { params })));
}

/** Save a rule if it still is what was read; `etag` null: if there is none of that name. */
export async function saveAlert(
  factory: Factory,
  name: string,
  document: { properties: object },
  etag: string | null,
): Promise<AlertRule> {
  const header = etag === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${etag}"` };
  const params = { ...at(factory, { alertName: name }), header };
  const body = document as Schemas['WeirAlert'];
  return readAlert(await take(client.PUT(`${OWN}/alerts/{alertName}`, { params, body })));
}

export async function deleteAlert(factory: Factory, name: string): Promise<void> {
  const params = at(factory, { alertName: name });
  await take(client.DELETE(`${OWN}/alerts/{alertName}`, { params }));
}

export type AlertFinding = Schemas['WeirFindings']['value'][number];

/** What is wrong with a rule as it is being written; nothing is kept. */
export async function validateAlert(
  factory: Factory,
  name: string,
  text: string,
  signal: AbortSignal,
): Promise<AlertFinding[]> {
  const body = { kind: 'alert', name, text };
  return (await take(client.POST(`${OWN}/validate`, { params: at(factory), body, signal }))).value;
}
