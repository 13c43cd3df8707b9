import { client, take } from './client';
import { at, F, type Factory } from './factory';

/** A pipeline or a trigger, by name. */
export interface Named {
  kind: 'pipeline' | 'trigger';
  name: string;
  folder?: string;
  type?: string;
  state?: string;
}

export interface Listed {
  name?: string | null;
  properties?: unknown;
}

const PAGES_MAX = 200;

/** All pages of a list: the service names the next by a token in its link. */
export async function allPages(
  page: (token: object) => Promise<{ value: Listed[]; nextLink?: string }>,
): Promise<Listed[]> {
  const rows: Listed[] = [];
  let token: object = {};
  for (let i = 0; i < PAGES_MAX; i++) {
    const got = await page(token);
    rows.push(...got.value);
    const skip =
      got.nextLink && new URL(got.nextLink, window.location.href).searchParams.get('$skipToken');
    if (!skip) break;
    token = { $skipToken: skip };
  }
  return rows;
}

/** The pipelines and triggers of a factory. */
export async function resourcesOf(factory: Factory): Promise<Named[]> {
  const [pipelines, triggers] = await Promise.all([
    allPages((token) => take(client.GET(`${F}/pipelines`, { params: at(factory, {}, token) }))),
    allPages((token) => take(client.GET(`${F}/triggers`, { params: at(factory, {}, token) }))),
  ]);
  return [
    ...pipelines.map((one): Named => {
      const folder = (one.properties as { folder?: { name?: string } } | undefined)?.folder?.name;
      return { kind: 'pipeline', name: one.name ?? '', ...(folder ? { folder } : {}) };
    }),
    ...triggers.map((one): Named => {
      const about = one.properties as { type?: string; runtimeState?: string } | undefined;
      return {
        kind: 'trigger',
        name: one.name ?? '',
        ...(about?.type ? { type: about.type } : {}),
        ...(about?.runtimeState ? { state: about.runtimeState } : {}),
      };
    }),
  ];
}
