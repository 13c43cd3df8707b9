import type { Listed } from '../api';
import { KINDS, type Kind } from '../kinds';

/** A line of the tree. */
export type TreeRow =
  | { key: string; depth: number; row: 'kind'; kind: Kind; count: number; open: boolean }
  | { key: string; depth: number; row: 'folder'; name: string; count: number; open: boolean }
  | { key: string; depth: number; row: 'one'; one: Listed };

interface Folder {
  folders: Map<string, Folder>;
  ones: Listed[];
  count: number;
}

const empty = (): Folder => ({ folders: new Map(), ones: [], count: 0 });
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const byName = (a: { name: string }, b: { name: string }) => collator.compare(a.name, b.name);

function folded(list: readonly Listed[]): Folder {
  const root = empty();
  for (const one of list) {
    let at = root;
    at.count++;
    for (const part of (one.folder ?? '').split('/').filter((name) => name !== '')) {
      let next = at.folders.get(part);
      if (!next) at.folders.set(part, (next = empty()));
      at = next;
      at.count++;
    }
    at.ones.push(one);
  }
  return root;
}

/** True if a resource is looked for: each word is in its name, type or folder. */
export function matches(one: Listed, search: string): boolean {
  const about = `${one.name} ${one.type ?? ''} ${one.folder ?? ''}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => about.includes(word));
}

/** The lines of the tree as it is opened; of a search, all that it finds. */
export function rowsOf(
  all: readonly Listed[],
  open: ReadonlySet<string>,
  search: string,
): TreeRow[] {
  const searching = search.trim() !== '';
  const rows: TreeRow[] = [];
  const walk = (folder: Folder, key: string, depth: number) => {
    const names = [...folder.folders.keys()].map((name) => ({ name })).sort(byName);
    for (const { name } of names) {
      const inner = folder.folders.get(name);
      if (!inner) continue;
      const at = `${key}/${name}`;
      const is = searching || open.has(at);
      rows.push({ key: at, depth, row: 'folder', name, count: inner.count, open: is });
      if (is) walk(inner, at, depth + 1);
    }
    for (const one of [...folder.ones].sort(byName)) {
      rows.push({ key: `${one.kind}:${one.name}`, depth, row: 'one', one });
    }
  };
  for (const kind of KINDS) {
    const mine = all.filter((one) => one.kind === kind.id && (!searching || matches(one, search)));
    if (mine.length === 0 && (searching || kind.id === 'credential')) continue;
    const is = searching || open.has(kind.id);
    rows.push({ key: kind.id, depth: 0, row: 'kind', kind, count: mine.length, open: is });
    if (is) walk(folded(mine), kind.id, 1);
  }
  return rows;
}

/** What has to be open for a resource to be seen. */
export function keysTo(one: Listed): string[] {
  const keys = [one.kind];
  for (const part of (one.folder ?? '').split('/').filter((name) => name !== '')) {
    keys.push(`${keys.at(-1)}/${part}`);
  }
  return keys;
}
