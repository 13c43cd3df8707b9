import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide-react';
import { testAlertCall } from '@/actions/alertCalls';
import { CallText } from '@/actions/HowTo';
import { testAlert, type AlertRule } from '@/api/alerts';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Problem } from '@/problem/Problem';
import { actionWords } from './words';

/** Sends a test to all whom a rule tells, and says who got it. */
export function TestDialog({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const factory = useFactory();
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => testAlert(factory, rule.name),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alert-history', factory.id] }),
  });
  const results = test.data?.results;
  const refused = results?.some((one) => !one.sent) ?? false;
  return (
    <Dialog
      title={`Test ${rule.name}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{results ? 'Close' : 'Leave it'}</Button>
          {(!results || refused) && (
            <Button kind="primary" isDisabled={test.isPending} onPress={() => test.mutate()}>
              {test.isPending ? 'Sending …' : results ? 'Send it again' : 'Send a test'}
            </Button>
          )}
        </>
      }
    >
      {test.error && <Problem error={asApiError(test.error)} />}
      {!results && (
        <>
          <p>A notice that says it is a test goes at once to:</p>
          <ul className="test-targets">
            {rule.actions.map((one, i) => (
              <li key={i}>{actionWords(one)}</li>
            ))}
          </ul>
          <CallText call={testAlertCall(factory, rule.name, window.location.origin)} />
        </>
      )}
      {results && (
        <>
          <ul className="told-list" role="status" aria-label="What became of it">
            {results.map((one, i) => (
              <li key={i} className={`told told-${one.sent ? 'Sent' : 'GivenUp'}`}>
                {one.sent ? (
                  <Check size={14} aria-hidden="true" />
                ) : (
                  <TriangleAlert size={14} aria-hidden="true" />
                )}
                <span>
                  <b>{one.sent ? 'Sent to' : 'Not sent to'}</b> {one.target}
                  {one.message && <span className="told-why">{one.message}</span>}
                </span>
              </li>
            ))}
          </ul>
          {refused && (
            <p className="muted">
              Mend the action’s address, or let the service reach it: weir serve --allow-address.
            </p>
          )}
        </>
      )}
    </Dialog>
  );
}
