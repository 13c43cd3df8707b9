import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 150;

/**
 * A text that is typed here and kept elsewhere, as in the address: what is typed shows at once, and
 * is handed on when the typing pauses. A change from elsewhere shows, too.
 */
export function useTyped(
  kept: string,
  onKeep: (text: string) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(kept);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef(onKeep);
  useEffect(() => {
    newest.current = onKeep;
  });
  useEffect(() => {
    if (timer.current === undefined) setText(kept);
  }, [kept]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      newest.current(next);
    }, PAUSE_MS);
  };
  return [text, type];
}
