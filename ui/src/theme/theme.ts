import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';
const KEY = 'weir.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function read(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
let choice = read();

const current = (): Theme => (choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice);

function apply(): void {
  document.documentElement.dataset.theme = current();
  listeners.forEach((listener) => listener());
}

/** Before the first paint. */
export function startTheme(): void {
  apply();
  dark.addEventListener('change', apply);
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  localStorage.setItem(KEY, next);
  apply();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
