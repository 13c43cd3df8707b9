import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { evaluateInRun, type Activity } from '@/api/runs';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { expressionsOf, type Found } from './expressions';

const AT_ONCE = 20;
const SHOWN_MAX = 2000;

function Value({ activity, text }: { activity: Activity; text: string }) {
  const factory = useFactory();
  const found = useQuery({
    queryKey: ['evaluated', factory.id, activity.activityRunId, text],
    queryFn: ({ signal }) =>
      evaluateInRun(
        factory,
        activity.pipelineRunId,
        {
          expression: text,
          activity: activity.activityName,
          activityRunId: activity.activityRunId,
        },
        signal,
      ),
    staleTime: 60_000,
    retry: false,
  });
  const error = found.data?.error?.message ?? (found.error ? asApiError(found.error).message : '');
  if (error !== '') return <p className="expression-error">{error}</p>;
  if (!found.data) return <code className="muted">…</code>;
  const value = JSON.stringify(found.data.value, null, 1) ?? 'null';
  return <code>{value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)} …` : value}</code>;
}

function Row({ activity, one }: { activity: Activity; one: Found }) {
  return (
    <li>
      <span className="muted">{one.place}</span>
      <pre>{one.text}</pre>
      <div className="expression-value">
        <span className="muted">=</span>
        <Value activity={activity} text={one.text} />
      </div>
      {one.parts.length > 0 && (
        <dl>
          {one.parts.map((part) => (
            <div key={part}>
              <dt>
                <code>{part.slice(1)}</code>
              </dt>
              <dd>
                <Value activity={activity} text={part} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** The expressions of an activity with what they, and what they read, gave in one run of it. */
export function Expressions({ activity, definition }: { activity: Activity; definition: unknown }) {
  const all = useMemo(() => expressionsOf(definition), [definition]);
  const [shown, setShown] = useState(AT_ONCE);
  if (all.length === 0) return <Empty title="It has no expressions" />;
  return (
    <>
      <ul className="expressions" aria-label="Expressions">
        {all.slice(0, shown).map((one) => (
          <Row key={one.place} activity={activity} one={one} />
        ))}
      </ul>
      {all.length > shown && (
        <Button small onPress={() => setShown(shown + AT_ONCE)}>
          {all.length - shown} more
        </Button>
      )}
    </>
  );
}
