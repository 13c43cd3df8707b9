import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { CallText } from '@/actions/HowTo';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Segments } from '@/filters/Segments';
import { readResource, saveCall, saveResource, validate, type Kept } from '../api';
import type { Kind } from '../kinds';
import { changesOf, type Change } from '../model/changes';
import type { Json } from '../model/json';

const TextDiff = lazy(() => import('../editor/TextDiff'));

/** What changes, as a list that people can read. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="muted">Only the way it is written changes.</p>;
  return (
    <ul className="changes">
      {changes.map((one) => (
        <li key={`${one.kind} ${one.what}`} className={one.kind}>
          <span className="change-kind">{one.kind}</span>
          <span className="change-what">{one.what}</span>
          {one.parts.length > 0 && (
            <dl className="change-parts">
              {one.parts.map((part) => (
                <div key={part.name}>
                  {part.name !== '' && <dt>{part.name}</dt>}
                  <dd>
                    {part.old !== '' && <del>{part.old}</del>}
                    {part.now !== '' && <ins>{part.now}</ins>}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Shows what changes, then saves; says what to do if somebody else was faster. */
export function SaveDialog({
  kind,
  name,
  base,
  text,
  document,
  etag,
  onClose,
  onSaved,
  onTheirs,
}: {
  kind: Kind;
  name: string;
  base: string | null;
  text: string;
  document: Json;
  etag: string | null;
  onClose: () => void;
  onSaved: (kept: Kept) => void;
  /** Take up what the service has now; with `mine`, what was written is kept as a change of it. */
  onTheirs: (kept: Kept, mine: boolean) => void;
}) {
  const factory = useFactory();
  const [view, setView] = useState('list');
  const changes = useMemo(
    () => (base === null ? [] : changesOf(JSON.parse(base) as Json, document)),
    [base, document],
  );
  const save = useMutation({
    mutationFn: () => saveResource(factory, kind, name, document, etag),
    onSuccess: onSaved,
  });
  const error = save.error ? asApiError(save.error) : null;
  const lost = error?.status === 412;
  // Who uses this resource may not work with it any more.
  const others = useQuery({
    queryKey: ['author-whole', factory.id, kind.id, name, text],
    queryFn: ({ signal }) =>
      validate(factory, { kind: kind.id, name, text, azure: false, whole: true }, signal),
    staleTime: 30_000,
  });
  const elsewhere = (others.data ?? []).filter(
    (one) =>
      one.severity === 'error' &&
      (one.kind !== kind.id || one.name.toLowerCase() !== name.toLowerCase()),
  );
  const own =
    (others.data ?? []).filter((one) => one.severity === 'error').length - elsewhere.length;
  const theirs = useQuery({
    queryKey: ['author-theirs', factory.id, kind.id, name, save.submittedAt],
    queryFn: () => readResource(factory, kind, name),
    enabled: lost,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Dialog
      title={
        lost ? 'Somebody else saved it first' : base === null ? `Make ${name}` : `Save ${name}`
      }
      open
      onClose={onClose}
      wide
      footer={
        lost ? (
          <>
            <Button onPress={onClose}>Leave it for now</Button>
            {theirs.data && (
              <>
                <Button onPress={() => onTheirs(theirs.data, false)}>Take theirs, drop mine</Button>
                <Button kind="primary" onPress={() => onTheirs(theirs.data, true)}>
                  Keep mine, look at the difference
                </Button>
              </>
            )}
          </>
        ) : (
          <>
            <Button onPress={onClose}>Not yet</Button>
            <Button kind="primary" isDisabled={save.isPending} onPress={() => save.mutate()}>
              {save.isPending ? 'Saving …' : 'Save'}
            </Button>
          </>
        )
      }
    >
      {lost ? (
        <>
          <p role="alert">
            The {kind.one} <strong>{name}</strong> has changed since you opened it, so nothing was
            saved. This is what has changed meanwhile:
          </p>
          {theirs.data && base !== null && (
            <ChangeList changes={changesOf(JSON.parse(base) as Json, theirs.data.document)} />
          )}
          {theirs.error && (
            <p className="said-bad">
              {asApiError(theirs.error).status === 404
                ? 'It has been deleted.'
                : asApiError(theirs.error).message}
            </p>
          )}
          <p className="muted">
            If you keep yours, the next save puts it in place of theirs; you see the difference
            first.
          </p>
        </>
      ) : (
        <>
          {base !== null && (
            <Segments
              label="How the change is shown"
              options={[
                { id: 'list', label: 'In words' },
                { id: 'text', label: 'As text' },
              ]}
              value={view}
              onChange={setView}
            />
          )}
          {base !== null &&
            (view === 'list' ? (
              <ChangeList changes={changes} />
            ) : (
              <Suspense fallback={<div className="boot" aria-busy="true" />}>
                <TextDiff old={base} now={text} />
              </Suspense>
            ))}
          {own > 0 && (
            <p className="said-warn">
              It has {plural(own, 'error')}: it can be saved, but it will not run like this.
            </p>
          )}
          {elsewhere.length > 0 && (
            <div className="said-warn">
              <p>With this change, there are errors elsewhere:</p>
              <ul>
                {elsewhere.slice(0, 8).map((one) => (
                  <li key={`${one.kind}${one.name}${one.message}`}>
                    <strong>{one.name}</strong>: {one.message}
                  </li>
                ))}
                {elsewhere.length > 8 && <li>and {elsewhere.length - 8} more</li>}
              </ul>
            </div>
          )}
          {error && (
            <p className="said-bad" role="alert">
              {error.message}
            </p>
          )}
          <details className="save-call">
            <summary>The same without the screen</summary>
            <CallText call={saveCall(factory, kind, name, document)} />
          </details>
        </>
      )}
    </Dialog>
  );
}
