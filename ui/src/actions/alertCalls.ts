import type { Factory } from '@/api/factory';
import { pathOf, quoted, server, type Call } from './calls';

const own = (factory: Factory, rest: string) => `/weir${pathOf(factory, rest)}`;
const of = (name: string) => `alerts/${encodeURIComponent(name)}`;

export const alertsCall = (factory: Factory): Call => ({
  method: 'GET',
  path: own(factory, 'alerts'),
});

export const alertCall = (factory: Factory, name: string): Call => ({
  method: 'GET',
  path: own(factory, of(name)),
});

export const alertHistoryCall = (factory: Factory): Call => ({
  method: 'GET',
  path: own(factory, 'alertHistory'),
});

export const testAlertCall = (factory: Factory, name: string, origin: string): Call => ({
  method: 'POST',
  path: own(factory, `${of(name)}/test`),
  command: `weir alert test ${quoted(name)} ${server(factory, origin)}`,
});

export const saveAlertCall = (factory: Factory, name: string, body: object): Call => ({
  method: 'PUT',
  path: own(factory, of(name)),
  body,
});

export const deleteAlertCall = (factory: Factory, name: string): Call => ({
  method: 'DELETE',
  path: own(factory, of(name)),
});
