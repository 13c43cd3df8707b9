import type { Factory } from '@/api/factory';

type Query = Record<string, string | readonly string[]>;

/** The address of a place in a factory: `link(factory, 'runs', {status: ['Failed']})`. */
export function link(factory: Factory, path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text =
      typeof value === 'string' ? value : value.map((one) => one.replaceAll(',', '%2C')).join(',');
    if (text !== '') params.set(name, text);
  }
  const asked = params.toString();
  return `/f/${encodeURIComponent(factory.slug)}/${path}${asked && `?${asked}`}`;
}

export const runLink = (factory: Factory, runId: string, query: Query = {}): string =>
  link(factory, `runs/${encodeURIComponent(runId)}`, query);
