import { useMutation } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { duration } from '@/format/time';
import { Button } from '@/kit/Button';
import { testConnection } from '../api';
import { member, type Json } from '../model/json';

/** Tries a linked service as it is written, saved or not; says what came of it. */
export function TestConnection({
  name,
  document,
  unsaved,
}: {
  name: string;
  document: Json;
  unsaved: boolean;
}) {
  const factory = useFactory();
  const properties = member(document, 'properties');
  const test = useMutation({
    mutationFn: () =>
      testConnection(factory, name, unsaved && properties !== undefined ? { properties } : {}),
  });
  const error = test.error ? asApiError(test.error) : null;
  const done = test.data;
  return (
    <div className="test">
      <Button small isDisabled={test.isPending} onPress={() => test.mutate()}>
        <PlugZap size={14} /> {test.isPending ? 'Trying …' : 'Test connection'}
      </Button>
      <span role="status" className="test-said">
        {done?.succeeded && (
          <span className="test-good">
            <CircleCheck size={14} aria-hidden="true" /> Reached in {duration(done.durationMs)}
            {done.integrationRuntime ? ` by ${done.integrationRuntime}` : ''}
          </span>
        )}
        {(done?.succeeded === false || error) && (
          <span className="test-bad">
            <CircleAlert size={14} aria-hidden="true" />
            <span>{done?.error?.message ?? error?.message}</span>
          </span>
        )}
      </span>
    </div>
  );
}
