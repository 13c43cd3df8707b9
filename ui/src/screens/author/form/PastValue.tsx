import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { evaluateInRun } from '@/api/runs';
import { isEvaluated } from '@/format/expression';

const REST_MS = 400;
const SHOWN_MAX = 300;

/** The run that expressions are evaluated in, and where they stand. */
export interface Past {
  runId: string;
  /** The activity of the form; empty: the pipeline's own. */
  activity: string;
  /** The pipeline as it is written; null: as it is saved. */
  text: string | null;
}

/** A value once it has rested: not each letter is asked for. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** What an expression gives in a past run. */
export function PastValue({ past, expression }: { past: Past; expression: string }) {
  const factory = useFactory();
  const asked = useRested(expression);
  const text = useRested(past.text);
  const found = useQuery({
    queryKey: ['author-past', factory.id, past.runId, past.activity, asked, text],
    queryFn: ({ signal }) =>
      evaluateInRun(
        factory,
        past.runId,
        {
          expression: asked,
          ...(past.activity === '' ? {} : { activity: past.activity }),
          ...(text === null ? {} : { text }),
        },
        signal,
      ),
    enabled: isEvaluated(asked),
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const error = found.data?.error?.message ?? (found.error ? asApiError(found.error).message : '');
  if (!found.data && error === '') return <p className="past muted">= …</p>;
  const value = JSON.stringify(found.data?.value);
  return (
    <p
      className={`past ${error !== '' ? 'bad' : ''}`}
      title={found.data?.at ? `in ${found.data.at}` : undefined}
    >
      {error !== '' ? (
        error
      ) : (
        <>
          <span className="muted">= </span>
          <code>
            {value !== undefined && value.length > SHOWN_MAX
              ? `${value.slice(0, SHOWN_MAX)} …`
              : value}
          </code>
        </>
      )}
    </p>
  );
}
