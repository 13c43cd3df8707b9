import { useCallback, useEffect, useState } from 'react';
import { place, type Point } from './layout';

const KEY = 'weir.author.places';
const PIPELINES_MAX = 200;

type Moved = Record<string, Record<string, [number, number]>>;

/** Where people have moved boxes to, by pipeline and scope; kept by the browser. */
function readMoved(pipeline: string): Moved {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Moved>;
    return all[pipeline] ?? {};
  } catch {
    return {};
  }
}

function writeMoved(pipeline: string, moved: Moved): void {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Moved>;
    const entries = Object.entries(all).filter(([name]) => name !== pipeline);
    const kept = [...entries.slice(-PIPELINES_MAX), [pipeline, moved]];
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // A browser that keeps nothing: boxes are where the layout puts them.
  }
}

export interface Box {
  id: string;
  width: number;
  height: number;
}

/** The place of each box: laid out, unless it was moved. The old places stay until the new are known. */
export function usePlaces(
  pipeline: string,
  scope: string,
  boxes: readonly Box[],
  links: readonly { from: string; to: string }[],
) {
  const [laid, setLaid] = useState<{ scope: string; at: Map<string, Point> } | null>(null);
  const [moved, setMoved] = useState(() => readMoved(pipeline));
  const shape = JSON.stringify([boxes, links]);
  useEffect(() => {
    let gone = false;
    void place(boxes, links).then((at) => {
      if (!gone) setLaid({ scope, at });
    });
    return () => {
      gone = true;
    };
    // The shape says all that counts of the boxes and their links.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scope, shape]);
  const move = useCallback(
    (points: ReadonlyMap<string, Point>) =>
      setMoved((old) => {
        const next = {
          ...old,
          [scope]: {
            ...old[scope],
            ...Object.fromEntries(
              [...points].map(([name, { x, y }]) => [name, [Math.round(x), Math.round(y)]]),
            ),
          } as Record<string, [number, number]>,
        };
        writeMoved(pipeline, next);
        return next;
      }),
    [pipeline, scope],
  );
  const tidy = useCallback(
    () =>
      setMoved((old) => {
        const next = { ...old, [scope]: {} };
        writeMoved(pipeline, next);
        return next;
      }),
    [pipeline, scope],
  );
  const at = laid?.scope === scope ? laid.at : null;
  const placeOf = useCallback(
    (name: string): Point => {
      const own = moved[scope]?.[name];
      if (own) return { x: own[0], y: own[1] };
      return at?.get(name) ?? { x: 0, y: 0 };
    },
    [moved, scope, at],
  );
  return {
    ready: at !== null,
    placeOf,
    move,
    tidy,
    isMoved: Object.keys(moved[scope] ?? {}).length > 0,
  };
}
