import { useEffect } from 'react';

const SEQUENCE_MS = 900;

/** True where keys are text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/**
 * Call `take` with keys as they are pressed: "mod+k", "/", "g r". It says whether it knew them;
 * those that are typed into a field are left alone, but for "mod+…".
 */
export function useKeys(take: (keys: string) => boolean): void {
  useEffect(() => {
    let before = '';
    let at = 0;
    const pressed = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      if (event.altKey || (isTyping(event.target) && !mod)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (mod) {
        if (take(`mod+${key}`)) event.preventDefault();
        return;
      }
      const sequence =
        before !== '' && event.timeStamp - at < SEQUENCE_MS ? `${before} ${key}` : key;
      if (take(sequence) || (sequence !== key && take(key))) {
        event.preventDefault();
        before = '';
        return;
      }
      before = key;
      at = event.timeStamp;
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [take]);
}
