/** A line of a JSON document as it is shown. */
export interface Line {
  /** `$.rows[3].name`: where it is. */
  path: string;
  depth: number;
  /** The member's name, or its place in a list; empty for the whole. */
  label: string;
  value: unknown;
  /** Of an object or a list: how many are in it; -1 of all else. */
  size: number;
  open: boolean;
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null;

const stepOf = (holder: object, key: string): string =>
  Array.isArray(holder)
    ? `[${key}]`
    : /^[A-Za-z_]\w*$/.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`;

export const sizeOf = (value: unknown): number =>
  isHolder(value) ? (Array.isArray(value) ? value.length : Object.keys(value).length) : -1;

/** How deep it is open at first: small documents wholly, large ones not far. */
const OPEN_BELOW = 60;

export function openAtFirst(value: unknown): Set<string> {
  const open = new Set<string>();
  const queue: [string, unknown][] = [['$', value]];
  let lines = 1;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [path, holder] = next;
    const size = sizeOf(holder);
    if (size <= 0 || !isHolder(holder)) continue;
    if (path !== '$' && lines + size > OPEN_BELOW) continue;
    open.add(path);
    lines += size;
    for (const [key, one] of Object.entries(holder).slice(0, OPEN_BELOW)) {
      queue.push([path + stepOf(holder, key), one]);
    }
  }
  return open;
}

/** The lines that are seen when those of `open` are open. */
export function linesOf(value: unknown, open: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  const visit = (path: string, label: string, one: unknown, depth: number) => {
    const size = sizeOf(one);
    const isOpen = size > 0 && open.has(path);
    lines.push({ path, depth, label, value: one, size, open: isOpen });
    if (!isOpen || !isHolder(one)) return;
    for (const [key, member] of Object.entries(one))
      visit(path + stepOf(one, key), key, member, depth + 1);
  };
  visit('$', '', value, 0);
  return lines;
}

const FOUND_MAX = 5000;

/** Where a text stands, in names or values, in the order of the document; 5,000 places at most. */
export function find(value: unknown, text: string): string[] {
  const wanted = text.toLowerCase();
  const found: string[] = [];
  if (wanted === '') return found;
  const visit = (path: string, label: string, one: unknown) => {
    if (found.length >= FOUND_MAX) return;
    const hit =
      label.toLowerCase().includes(wanted) ||
      (!isHolder(one) && String(one).toLowerCase().includes(wanted));
    if (hit) found.push(path);
    if (isHolder(one)) {
      for (const [key, member] of Object.entries(one)) visit(path + stepOf(one, key), key, member);
    }
  };
  visit('$', '', value);
  return found;
}

/** The paths of what is around a path: those that must be open for it to be seen. */
export function around(value: unknown, path: string): string[] {
  const paths: string[] = [];
  const visit = (at: string, one: unknown): boolean => {
    if (at === path) return true;
    if (!isHolder(one)) return false;
    for (const [key, member] of Object.entries(one)) {
      const next = at + stepOf(one, key);
      if (path.startsWith(next) && visit(next, member)) {
        paths.unshift(at);
        return true;
      }
    }
    return false;
  };
  visit('$', value);
  return paths;
}
