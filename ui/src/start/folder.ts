/** A resource as the apply route takes it. */
export interface Applied {
  kind: string;
  name?: string;
  parent?: string;
  document: Record<string, unknown>;
}

/** A file of a folder that somebody gave: its path in it, and what is in it. */
export interface Given {
  path: string;
  text: string;
}

export interface Folder {
  /** As the factory's own file says; else for the folder. */
  name: string;
  resources: Applied[];
  /** Files that cannot be read: they would count as deleted. */
  problems: { path: string; message: string }[];
  leftOut: number;
}

/** Folders of a Git repository of Data Factory, and what is in them. */
const KINDS = [
  'pipeline',
  'dataset',
  'linkedService',
  'trigger',
  'dataflow',
  'integrationRuntime',
  'credential',
  'factory',
  'managedVirtualNetwork',
  'managedPrivateEndpoint',
  'adfcdc',
  'alert',
];
const KIND_OF = new Map(KINDS.map((kind) => [kind.toLowerCase(), kind]));

/** Give `each` what is outside of texts, one character at a time; it says how far it took it. */
function outsideTexts(text: string, each: (at: number) => number): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    if (text[i] === '"') {
      let end = i + 1;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      out += text.slice(i, end + 1);
      i = end + 1;
      continue;
    }
    const skipped = each(i);
    if (skipped === 0) out += text[i];
    i += skipped || 1;
  }
  return out;
}

const upTo = (text: string, end: string, from: number): number => {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at;
};

/** Without comments and commas before an end: real files have them. */
function withoutExtras(text: string): string {
  const bare = outsideTexts(text, (i) => {
    if (text.startsWith('//', i)) return upTo(text, '\n', i) - i;
    return text.startsWith('/*', i) ? upTo(text, '*/', i + 2) + 2 - i : 0;
  });
  return outsideTexts(bare, (i) => (/^,\s*[}\]]/.test(bare.slice(i, i + 400)) ? 1 : 0));
}

/** JSON as people write it: with a byte order mark, comments and trailing commas. */
export function readJson(text: string): unknown {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    return JSON.parse(bare) as unknown;
  } catch (thrown) {
    try {
      return JSON.parse(withoutExtras(bare)) as unknown;
    } catch {
      throw thrown;
    }
  }
}

/** Letters, digits and single dashes: a legal name of a factory. */
export function factoryName(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return name.length < 3 ? 'my-factory' : name;
}

interface Placed {
  kind: string;
  file: string;
  parent?: string;
}

/** Which kind a file is by the folder around it; null if it is none of the factory's. */
function placeOf(path: string): Placed | null {
  const parts = path.split('/').filter(Boolean);
  const file = parts.at(-1) ?? '';
  if (!file.toLowerCase().endsWith('.json')) return null;
  const kind = KIND_OF.get((parts.at(-2) ?? '').toLowerCase());
  if (kind === undefined) return null;
  if (parts.slice(0, -1).some((part) => /^\.[^.]|^node_modules$/.test(part))) return null;
  const parent = kind === 'managedPrivateEndpoint' ? (parts.at(-3) ?? 'default') : undefined;
  return { kind, file: file.slice(0, -5), ...(parent === undefined ? {} : { parent }) };
}

/** The resources of a folder in the layout that Data Factory keeps in Git. */
export function readFolder(files: readonly Given[], folderName: string): Folder {
  const folder: Folder = {
    name: factoryName(folderName),
    resources: [],
    problems: [],
    leftOut: 0,
  };
  for (const { path, text } of files) {
    const place = placeOf(path);
    if (!place) {
      folder.leftOut += 1;
      continue;
    }
    try {
      const document = readJson(text);
      if (typeof document !== 'object' || document === null || Array.isArray(document)) {
        throw new Error('expected an object');
      }
      const own = (document as { name?: unknown }).name;
      const name = typeof own === 'string' && own ? own : place.file;
      if (place.kind === 'factory') folder.name = name;
      folder.resources.push({
        kind: place.kind,
        ...(place.kind === 'factory' ? {} : { name }),
        ...(place.parent === undefined ? {} : { parent: place.parent }),
        document: document as Record<string, unknown>,
      });
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      folder.problems.push({ path, message });
    }
  }
  return folder;
}

const FILES_MAX = 50_000;
const BYTES_MAX = 20_000_000;

async function givenOf(file: File, path: string): Promise<Given | null> {
  if (!path.toLowerCase().endsWith('.json') || file.size > BYTES_MAX) return { path, text: '' };
  return { path, text: await file.text() };
}

/** The files of a chosen folder. */
export async function filesOf(list: FileList): Promise<{ name: string; files: Given[] }> {
  const files: Given[] = [];
  let name = '';
  for (const file of Array.from(list).slice(0, FILES_MAX)) {
    name ||= file.webkitRelativePath.split('/')[0] ?? '';
    const given = await givenOf(file, file.webkitRelativePath || file.name);
    if (given) files.push(given);
  }
  return { name, files };
}

async function walk(entry: FileSystemEntry, files: Given[]): Promise<void> {
  if (files.length >= FILES_MAX || entry.name === '.git' || entry.name === 'node_modules') return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    const given = await givenOf(file, entry.fullPath);
    if (given) files.push(given);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives some at a time, and nothing at its end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await walk(one, files);
  }
}

/** The files of a folder that was dragged in. */
export async function droppedFiles(
  items: DataTransferItemList,
): Promise<{ name: string; files: Given[] }> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: Given[] = [];
  for (const entry of entries) await walk(entry, files);
  return { name: entries[0]?.name ?? '', files };
}
