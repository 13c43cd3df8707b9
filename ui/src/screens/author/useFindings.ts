import { useEffect, useMemo, useRef, useState } from 'react';
import { asApiError, type ApiError } from '@/api/errors';
import type { Factory } from '@/api/factory';
import { validate, type Finding } from './api';
import type { Marked } from './editor/JsonEditor';
import { offsetOf, pathAt, treeOf } from './editor/locate';
import { pathKey, type Path } from './model/json';

const PAUSE_MS = 350;

/** A finding, and where in the text and in the document it is. */
export interface Placed extends Finding {
  offset: number | null;
  path: Path;
}

export interface Findings {
  all: readonly Placed[];
  /** Of the text as it is; false while an answer is awaited. */
  current: boolean;
  error: ApiError | null;
  at: (path: Path) => readonly Placed[];
  marks: readonly Marked[];
}

const ORDER = ['error', 'warning', 'azure', 'note'];
const MARKS = { error: 'error', warning: 'warning', azure: 'info', note: 'hint' } as const;

function placed(text: string, findings: readonly Finding[]): Placed[] {
  const tree = treeOf(text);
  return findings
    .map((one): Placed => {
      if (one.line === undefined) return { ...one, offset: null, path: [] };
      const offset = offsetOf(text, one.line, one.column ?? 1);
      return { ...one, offset, path: pathAt(tree, text, offset) };
    })
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function marked(text: string, findings: readonly Placed[]): Marked[] {
  const tree = treeOf(text);
  return findings.flatMap((one) => {
    if (one.offset === null) return [];
    const node = tree.resolveInner(one.offset, 1);
    // An object as a whole is not underlined, but its first line.
    const line = text.indexOf('\n', one.offset);
    const end = Math.min(node.to, line < 0 ? text.length : line);
    return [
      {
        from: one.offset,
        to: Math.max(end, one.offset + 1),
        severity: MARKS[one.severity],
        message: one.message,
        source: one.code,
        code: one.code,
      },
    ];
  });
}

/** What is wrong with a document as it is being written: asked a moment after it changed. */
export function useFindings(
  factory: Factory,
  kind: string,
  name: string,
  text: string | null,
  azure: boolean,
): Findings {
  const [answer, setAnswer] = useState<{ key: string; text: string; all: Finding[] } | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const first = useRef(true);
  const key = `${kind}/${name}/${azure}`;
  useEffect(() => {
    if (text === null) return;
    const stop = new AbortController();
    const wait = first.current ? 0 : PAUSE_MS;
    first.current = false;
    const timer = setTimeout(() => {
      validate(factory, { kind, name, text, azure, whole: false }, stop.signal).then(
        (all) => {
          setAnswer({ key, text, all });
          setError(null);
        },
        (thrown: unknown) => {
          if (!stop.signal.aborted) setError(asApiError(thrown));
        },
      );
    }, wait);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [factory, kind, name, text, azure, key]);

  const mine = answer?.key === key ? answer : null;
  const all = useMemo(() => (mine ? placed(mine.text, mine.all) : []), [mine]);
  const current = mine !== null && mine.text === text;
  // While one types, the editor moves the old marks along.
  const marks = useMemo(() => (mine ? marked(mine.text, all) : []), [mine, all]);
  return useMemo(() => {
    const byPath = new Map<string, Placed[]>();
    for (const one of all) {
      const where = pathKey(one.path);
      byPath.set(where, [...(byPath.get(where) ?? []), one]);
    }
    return {
      all,
      current,
      error,
      at: (path) => byPath.get(pathKey(path)) ?? [],
      marks,
    };
  }, [all, current, error, marks]);
}
