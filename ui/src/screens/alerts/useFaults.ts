import { useEffect, useMemo, useState } from 'react';
import { validateAlert, type AlertFinding } from '@/api/alerts';
import { asApiError, type ApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { placeAt, placeKey, printWithPlaces, type Place } from '@/json/places';
import { documentOf, lostSecrets, memberPlace, type Draft } from './draft';

const PAUSE_MS = 300;

export interface Fault {
  place: Place;
  message: string;
  warns: boolean;
}

export interface Faults {
  all: readonly Fault[];
  /** Of the rule as it is now; false while the answer is awaited. */
  current: boolean;
  error: ApiError | null;
  at: (place: Place) => readonly Fault[];
}

const NAME = /^[A-Za-z0-9_][^<>*#.%&:\\+?/]{0,259}$/;

function faultsOfName(draft: Draft, taken: readonly string[]): Fault[] {
  const wrong = (message: string) => [{ place: ['name'], message, warns: false }];
  if (draft.name === '') return wrong('A rule needs a name.');
  if (!NAME.test(draft.name))
    return wrong('A name begins with a letter or a digit, without . / : *');
  const same = taken.some((one) => one.toLowerCase() === draft.name.toLowerCase());
  return same ? wrong('There is a rule of that name.') : [];
}

function placed(text: ReturnType<typeof printWithPlaces>, found: readonly AlertFinding[]): Fault[] {
  return found.map((one) => ({
    place: memberPlace(one.column === undefined ? [] : placeAt(text, one.column), one.message),
    message: one.message,
    warns: one.severity !== 'error',
  }));
}

/** What is wrong with a rule as it is being written, at its place: the service is asked. */
export function useFaults(
  draft: Draft,
  kept: readonly Record<string, unknown>[],
  taken: readonly string[],
): Faults {
  const factory = useFactory();
  const [answer, setAnswer] = useState<{ text: string; faults: Fault[] } | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const printed = useMemo(() => printWithPlaces(documentOf(draft)), [draft]);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      validateAlert(factory, draft.name || 'new', printed.text, stop.signal).then(
        (found) => {
          setAnswer({ text: printed.text, faults: placed(printed, found) });
          setError(null);
        },
        (thrown: unknown) => {
          if (!stop.signal.aborted) setError(asApiError(thrown));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [factory, draft.name, printed]);
  return useMemo(() => {
    const all = [
      ...faultsOfName(draft, taken),
      ...lostSecrets(draft, kept).map((place) => ({
        place,
        message: 'It moved and was changed at once: give it again.',
        warns: false,
      })),
      ...(answer?.faults ?? []),
    ];
    return {
      all,
      current: answer?.text === printed.text,
      error,
      at: (place) => all.filter((one) => placeKey(one.place) === placeKey(place)),
    };
  }, [draft, kept, taken, answer, printed, error]);
}
