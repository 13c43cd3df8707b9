/** A JSON value, and where it is in a document. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type Path = readonly (string | number)[];
// A type of its own: a Record could not name itself.

export interface JsonObject {
  [name: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The name of a member as the document spells it: names of Data Factory ignore case. */
export function spelled(object: JsonObject, name: string): string {
  if (name in object) return name;
  const wanted = name.toLowerCase();
  return Object.keys(object).find((one) => one.toLowerCase() === wanted) ?? name;
}

/** A member by its name, ignoring case. */
export const member = (value: unknown, name: string): Json | undefined => {
  if (!isObject(value)) return undefined;
  return value[spelled(value, name)];
};

export function getAt(value: Json | undefined, path: Path): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = member(at, step);
  }
  return at;
}

/** The document with another value at a place; undefined takes it away. What is not there is made. */
export function setAt(value: Json | undefined, path: Path, next: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return next ?? null;
  if (typeof step === 'number') {
    const list = [...listOf(value)];
    if (rest.length === 0 && next === undefined) list.splice(step, 1);
    else list[step] = setAt(list[step], rest, next);
    return list;
  }
  const object = objectOf(value);
  const name = spelled(object, step);
  if (rest.length === 0 && next === undefined) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
  }
  return { ...object, [name]: setAt(object[name], rest, next) };
}

/** Every text of a value, put through `change`. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) {
    const next = value.map((one) => mapTexts(one, change));
    return next.some((one, i) => one !== value[i]) ? next : value;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([name, one]) => [name, mapTexts(one, change)] as const,
    );
    return entries.some(([name, one]) => one !== value[name]) ? Object.fromEntries(entries) : value;
  }
  return value;
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => sameJson(one, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && sameJson(a[name], b[name]))
  );
}

export const print = (value: Json): string => JSON.stringify(value, null, 2);

export const pathKey = (path: Path): string => path.map(String).join('/');
