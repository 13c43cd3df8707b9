import { useMutation } from '@tanstack/react-query';
import { saveAlertCall } from '@/actions/alertCalls';
import { CallText } from '@/actions/HowTo';
import { alertNamed, readAlert, saveAlert, type AlertRule } from '@/api/alerts';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Problem } from '@/problem/Problem';
import { changesOf, type Change } from './changes';
import { documentOf, shownDocument, type Draft } from './draft';
import { sentence } from './words';

/** What changes, setting by setting. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className="rule-changes" aria-label="What changes">
      {changes.map((one) => (
        <div key={`${one.what} ${one.old} ${one.now}`}>
          <dt>{one.what}</dt>
          <dd>
            {one.old !== '' && <del>{one.old}</del>}
            {one.now !== '' && <ins>{one.now}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Says what changes, then saves; or that somebody else was faster. */
export function SaveRule({
  draft,
  rule,
  onClose,
  onSaved,
  onTheirs,
}: {
  draft: Draft;
  /** What is kept; null: it is a new one. */
  rule: AlertRule | null;
  onClose: () => void;
  onSaved: (rule: AlertRule) => void;
  /** Take up what is kept now; with `mine`, what was written is kept as a change of it. */
  onTheirs: (rule: AlertRule, mine: boolean) => void;
}) {
  const factory = useFactory();
  const save = useMutation({
    mutationFn: () => saveAlert(factory, draft.name, documentOf(draft), rule?.etag ?? null),
    onSuccess: onSaved,
  });
  const theirs = useMutation({
    mutationFn: async (mine: boolean) => ({ found: await alertNamed(factory, draft.name), mine }),
    onSuccess: ({ found, mine }) => onTheirs(found, mine),
  });
  const error = save.error ?? theirs.error;
  const lost = save.error !== null && asApiError(save.error).status === 412;
  const changes = rule
    ? changesOf(rule.properties, rule.actions, draft.properties, draft.actions)
    : [];
  const now = readAlert({ name: draft.name, ...documentOf(draft) });
  return (
    <Dialog
      title={lost ? 'Somebody else saved it first' : `${rule ? 'Save' : 'Make'} ${draft.name}`}
      open
      onClose={onClose}
      wide
      footer={
        lost ? (
          <>
            <Button onPress={onClose}>Leave it for now</Button>
            <Button onPress={() => theirs.mutate(false)}>Take theirs, drop mine</Button>
            <Button kind="primary" onPress={() => theirs.mutate(true)}>
              Keep mine, look at the difference
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>Not yet</Button>
            <Button kind="primary" isDisabled={save.isPending} onPress={() => save.mutate()}>
              {save.isPending ? 'Saving …' : rule ? 'Save' : 'Make it'}
            </Button>
          </>
        )
      }
    >
      {lost ? (
        <p role="alert">
          The rule <strong>{draft.name}</strong> has changed since you opened it, so nothing was
          saved. If you keep yours, the next save puts it in place of theirs; you see the difference
          first.
        </p>
      ) : (
        <>
          <p className="rule-sentence">{sentence(now)}</p>
          {rule && changes.length > 0 && <ChangeList changes={changes} />}
          {rule && changes.length === 0 && <p className="muted">Nothing changes.</p>}
          {error && <Problem error={asApiError(error)} />}
          <details className="save-call">
            <summary>The same without the screen</summary>
            <CallText call={saveAlertCall(factory, draft.name, shownDocument(draft))} />
            <p className="muted">
              Secrets are left out here. As a file of the folder alert: weir apply.
            </p>
          </details>
        </>
      )}
    </Dialog>
  );
}
