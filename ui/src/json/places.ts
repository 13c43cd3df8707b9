/** Where in a document: ['actions', 0, 'url']. */
export type Place = readonly (string | number)[];

export const placeKey = (place: Place): string => place.join('/');

interface Printed {
  text: string;
  /** What begins at an offset in bytes, innermost last; of one line. */
  starts: readonly { at: number; place: Place }[];
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** A document as one line of JSON, with where each value begins: findings name columns. */
export function printWithPlaces(document: unknown): Printed {
  const starts: { at: number; place: Place }[] = [];
  let text = '';
  let at = 0;
  const put = (part: string) => {
    text += part;
    at += bytesOf(part);
  };
  const walk = (value: unknown, place: Place) => {
    starts.push({ at, place });
    if (Array.isArray(value)) {
      put('[');
      value.forEach((one, i) => {
        if (i > 0) put(',');
        walk(one, [...place, i]);
      });
      put(']');
    } else if (typeof value === 'object' && value !== null) {
      put('{');
      const members = Object.entries(value).filter(([, one]) => one !== undefined);
      members.forEach(([name, one], i) => {
        if (i > 0) put(',');
        starts.push({ at, place: [...place, name] });
        put(`${JSON.stringify(name)}:`);
        walk(one, [...place, name]);
      });
      put('}');
    } else {
      put(JSON.stringify(value ?? null));
    }
  };
  walk(document, []);
  return { text, starts };
}

/** The innermost value that is at a column (from 1, in bytes) of what was printed. */
export function placeAt({ starts }: Printed, column: number): Place {
  let found: Place = [];
  for (const one of starts) {
    if (one.at > column - 1) break;
    found = one.place;
  }
  return found;
}
