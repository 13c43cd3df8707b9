import type { Json } from '../model/json';
import { allActivities, printPlace, printScope, readPlace, type Place } from '../model/pipeline';

/** Breakpoints are kept as places; the service is told them by the names around an activity. */
export const stopKey = (place: string): string => {
  const { scope, name } = readPlace(place);
  return [...scope.map((step) => step.name), name].join('/');
};

/** Only those that there are: an activity may have been deleted since. */
export function knownStops(document: Json, stops: readonly string[]): string[] {
  const known = new Set(allActivities(document).map(({ place }) => printPlace(place)));
  return stops.filter((one) => known.has(one));
}

export const toggled = (stops: readonly string[], place: string): string[] =>
  stops.includes(place) ? stops.filter((one) => one !== place) : [...stops, place];

/** The stops once an activity has another name: its own, and those inside of it. */
export function withRenamed(stops: readonly string[], place: Place, next: string): string[] {
  const at = printPlace(place);
  const inside = `${at}:`;
  const head = printScope(place.scope);
  return stops.map((one) => {
    if (one === at) return head + next;
    return one.startsWith(inside) ? `${head}${next}:${one.slice(inside.length)}` : one;
  });
}

/** Where a paused activity is in the pipeline; `path` is "Each[3]/If". Null: not in this text. */
export function placeOfPaused(document: Json, path: string, name: string): Place | null {
  const around = path === '' ? [] : path.split('/').map((part) => part.replace(/\[\d+\]$/, ''));
  const wanted = [...around, name].join('/').toLowerCase();
  const found = allActivities(document).find(
    ({ place }) => stopKey(printPlace(place)).toLowerCase() === wanted,
  );
  return found?.place ?? null;
}
