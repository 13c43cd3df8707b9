import { createContext, useContext } from 'react';
import type { Finding, Listed } from '../api';
import type { Knowledge } from '../editor/completion';
import type { Json, Path } from '../model/json';
import type { Past } from './PastValue';
import type { Schema } from '../schema/schema';

/** What every field of a form needs. */
export interface FormHost {
  schema: Schema;
  knowledge: Knowledge;
  resources: readonly Listed[];
  readOnly: boolean;
  /** The run whose values are shown below expressions; null: none is. */
  past: Past | null;
  /** The findings at a place of the document, not of what is inside of it. */
  findingsAt: (path: Path) => readonly Finding[];
  /** Put a value at a place; undefined takes it away. `typing`: undone in one go. */
  set: (path: Path, value: Json | undefined, typing?: boolean) => void;
}

const Host = createContext<FormHost | null>(null);
export const FormHostProvider = Host.Provider;

export function useFormHost(): FormHost {
  const host = useContext(Host);
  if (!host) throw new Error('outside of a form');
  return host;
}
