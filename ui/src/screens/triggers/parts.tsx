import { CirclePause, CirclePlay } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { BulkDialog } from '@/actions/BulkDialog';
import { triggerStateCall } from '@/actions/triggerCalls';
import { useFactory } from '@/api/factory';
import { setStarted, type Trigger } from '@/api/triggers';
import { plural } from '@/format/number';

export function Started({ started }: { started: boolean }) {
  return (
    <span className={`started ${started ? 'on' : ''}`}>
      {started ? <CirclePlay size={15} /> : <CirclePause size={15} />}
      {started ? 'Started' : 'Stopped'}
    </span>
  );
}

/** Starts or stops some triggers, once one has said yes. */
export function StartStop({
  triggers,
  start,
  onClose,
}: {
  triggers: readonly Trigger[];
  start: boolean;
  onClose: () => void;
}) {
  const factory = useFactory();
  const queries = useQueryClient();
  const many = triggers.length > 1;
  return (
    <BulkDialog
      title={start ? 'Start' : 'Stop'}
      noun="trigger"
      danger={!start}
      words={
        start
          ? `${plural(triggers.length, 'trigger')} ${many ? 'fire' : 'fires'} from now on. A tumbling window trigger first makes good the windows that have passed.`
          : `${plural(triggers.length, 'trigger')} ${many ? 'fire' : 'fires'} no more until started again. What runs goes on.`
      }
      items={triggers}
      keyOf={(one) => one.name}
      act={(one) => setStarted(factory, one.name, start)}
      callOf={(one) => triggerStateCall(factory, one.name, start)}
      onClose={onClose}
      onDone={() => {
        for (const key of ['triggers', 'trigger', 'next-fires', 'coming-fires', 'resources']) {
          void queries.invalidateQueries({ queryKey: [key, factory.id] });
        }
      }}
    />
  );
}
