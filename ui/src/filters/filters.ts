import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Filters that live in the address: each a text, or a list kept as `a,b`. */
export interface Filters {
  text: (name: string, otherwise?: string) => string;
  list: (name: string) => string[];
  /** Change some; an empty text or list takes one out of the address. */
  set: (changes: Record<string, string | string[]>, options?: { push?: boolean }) => void;
  clear: (names: readonly string[]) => void;
  /** As the address has them. */
  query: string;
}

/** The address's parameters with the changes made; what is empty is left out. */
export function withChanges(
  params: URLSearchParams,
  changes: Record<string, string | string[]>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    const text = Array.isArray(value)
      ? value.map((one) => one.replaceAll(',', '%2C')).join(',')
      : value;
    if (text === '') next.delete(name);
    else next.set(name, text);
  }
  return next;
}

/** A list of the address. */
export function readList(params: URLSearchParams, name: string): string[] {
  const text = params.get(name) ?? '';
  return text === '' ? [] : text.split(',').map((one) => one.replaceAll('%2C', ','));
}

export function useFilters(): Filters {
  const [params, setParams] = useSearchParams();
  const set = useCallback<Filters['set']>(
    (changes, options) =>
      setParams((old) => withChanges(old, changes), { replace: !(options?.push ?? false) }),
    [setParams],
  );
  const clear = useCallback<Filters['clear']>(
    (names) => set(Object.fromEntries(names.map((name) => [name, '']))),
    [set],
  );
  return useMemo(
    () => ({
      text: (name, otherwise = '') => params.get(name) ?? otherwise,
      list: (name) => readList(params, name),
      set,
      clear,
      query: params.toString(),
    }),
    [params, set, clear],
  );
}
