import { Dialog } from '@/kit/Dialog';
import { Empty } from '@/kit/Panel';
import type { ActivitySpec, Kept, Listed } from './api';
import { AddActivity } from './dialogs/AddActivity';
import { DeleteDialog, UserList } from './dialogs/DeleteDialog';
import { PreviewDialog } from './dialogs/PreviewDialog';
import { RunDialog } from './dialogs/RunDialog';
import { SaveDialog } from './dialogs/SaveDialog';
import type { Kind } from './kinds';
import { isChanged, type Draft } from './model/draft';
import type { Json } from './model/json';

export type Opened = 'save' | 'run' | 'preview' | 'add' | 'delete' | 'users' | null;

/** The dialog that is open, if there is one. */
export function ResourceDialogs({
  opened,
  kind,
  name,
  draft,
  saved,
  users,
  types,
  specs,
  after,
  until,
  onUntil,
  stops,
  onDebug,
  onOpen,
  onSaved,
  onTheirs,
  onPick,
  onDeleted,
}: {
  opened: Opened;
  kind: Kind;
  name: string;
  draft: Draft;
  /** As the service has it. */
  saved: Json;
  users: readonly Listed[];
  types: readonly string[];
  specs: readonly ActivitySpec[];
  /** The activity that a new one is put behind. */
  after: string | null;
  /** The activity that a run here ends after, by its place; empty: none. */
  until: string;
  onUntil: (place: string) => void;
  /** The places that a debug run pauses before. */
  stops: readonly string[];
  /** Such a run began. */
  onDebug: (runId: string) => void;
  onOpen: (dialog: Opened) => void;
  onSaved: (kept: Kept) => void;
  onTheirs: (kept: Kept, mine: boolean) => void;
  onPick: (type: string) => void;
  onDeleted: () => void;
}) {
  const close = () => onOpen(null);
  switch (opened) {
    case null:
      return null;
    case 'save':
      return (
        <SaveDialog
          key={draft.etag}
          kind={kind}
          name={name}
          base={draft.base}
          text={draft.text}
          document={draft.document}
          etag={draft.etag}
          onClose={close}
          onSaved={(kept) => {
            onSaved(kept);
            close();
          }}
          onTheirs={(kept, mine) => {
            onTheirs(kept, mine);
            onOpen(mine ? 'save' : null);
          }}
        />
      );
    case 'run':
      return (
        <RunDialog
          name={name}
          saved={saved}
          document={draft.document}
          unsaved={isChanged(draft)}
          isNew={draft.base === null}
          until={until}
          onUntil={onUntil}
          stops={stops}
          onDebug={onDebug}
          onClose={close}
        />
      );
    case 'preview':
      return (
        <PreviewDialog
          name={name}
          document={draft.document}
          text={isChanged(draft) ? draft.text : null}
          onClose={close}
        />
      );
    case 'add':
      return (
        <AddActivity types={types} specs={specs} after={after} onPick={onPick} onClose={close} />
      );
    case 'delete':
      return (
        <DeleteDialog kind={kind} name={name} users={users} onClose={close} onDeleted={onDeleted} />
      );
    case 'users':
      return (
        <Dialog title={`What uses ${name}`} open onClose={close}>
          {users.length === 0 ? (
            <Empty title="Nothing names it" />
          ) : (
            <UserList users={users} onGo={close} />
          )}
        </Dialog>
      );
  }
}
