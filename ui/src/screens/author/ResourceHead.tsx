import {
  CircleAlert,
  CircleCheck,
  EllipsisVertical,
  Play,
  Plus,
  Redo2,
  Save,
  Table2,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import { plural } from '@/format/number';
import { Button, IconButton } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { link } from '@/shell/links';
import type { Kind } from './kinds';
import { isChanged, type Draft } from './model/draft';
import type { Opened } from './ResourceDialogs';
import type { Findings } from './useFindings';

export const mayBeSaved = (draft: Draft | null): boolean =>
  draft !== null && isChanged(draft) && draft.broken === null;

/** Which resource it is, how it is, and what can be done with it. */
export function ResourceHead({
  kind,
  name,
  draft,
  findings,
  mayWrite,
  mayRun,
  started,
  problemsOpen,
  onProblems,
  onUndo,
  onRedo,
  onOpen,
  onAct,
}: {
  kind: Kind;
  name: string;
  draft: Draft;
  findings: Findings;
  mayWrite: boolean;
  mayRun: boolean;
  /** A trigger that is started; it cannot be changed. */
  started: boolean;
  problemsOpen: boolean;
  onProblems: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onOpen: (dialog: Opened) => void;
  onAct: (key: string) => void;
}) {
  const factory = useFactory();
  const Icon = kind.icon;
  const isPipeline = kind.id === 'pipeline';
  const readOnly = !mayWrite;
  const { broken } = draft;
  const changed = isChanged(draft);
  const isNew = draft.base === null;
  const errors = findings.all.filter((one) => one.severity === 'error').length;
  const warnings = findings.all.filter((one) => one.severity === 'warning').length;
  const others = findings.all.length - errors;
  return (
    <header className="author-head">
      <Link className="author-back" to={link(factory, 'author')}>
        Resources
      </Link>
      <Icon size={17} aria-hidden="true" className="author-kind" />
      <h1 title={name}>{name}</h1>
      {changed && (
        <span className="author-state">{isNew ? 'New, not saved' : 'Changed, not saved'}</span>
      )}
      {!mayRun && <span className="author-state">Read-only: your role does not write</span>}
      {started && !readOnly && (
        <span className="author-state">Started: stop the trigger to change it</span>
      )}
      <span className="spring" />
      <button
        type="button"
        className={`author-found ${errors > 0 ? 'bad' : warnings > 0 ? 'warn' : others > 0 ? 'note' : 'good'}`}
        aria-expanded={problemsOpen}
        onClick={onProblems}
      >
        {errors > 0 ? (
          <CircleAlert size={14} aria-hidden="true" />
        ) : others > 0 ? (
          <TriangleAlert size={14} aria-hidden="true" />
        ) : (
          <CircleCheck size={14} aria-hidden="true" />
        )}
        {errors > 0
          ? plural(errors, 'error')
          : others > 0
            ? plural(others, 'remark')
            : findings.error
              ? 'Not checked'
              : findings.current
                ? 'No problems'
                : 'Checking …'}
      </button>
      {!readOnly && (
        <span className="author-tools">
          <IconButton label="Undo" isDisabled={draft.past.length === 0} onPress={onUndo}>
            <Undo2 size={16} />
          </IconButton>
          <IconButton label="Redo" isDisabled={draft.future.length === 0} onPress={onRedo}>
            <Redo2 size={16} />
          </IconButton>
          {isPipeline && (
            <Button isDisabled={broken !== null} onPress={() => onOpen('add')}>
              <Plus size={14} /> Activity
            </Button>
          )}
        </span>
      )}
      {isPipeline && mayRun && (
        <Button isDisabled={broken !== null} onPress={() => onOpen('run')}>
          <Play size={14} /> Run
        </Button>
      )}
      {kind.id === 'dataset' && mayRun && (
        <Button isDisabled={broken !== null} onPress={() => onOpen('preview')}>
          <Table2 size={14} /> First rows
        </Button>
      )}
      {!readOnly && (
        <Button kind="primary" isDisabled={!mayBeSaved(draft)} onPress={() => onOpen('save')}>
          <Save size={14} /> Save
        </Button>
      )}
      <Menu
        label="More"
        onAction={onAct}
        trigger={
          <IconButton label="More">
            <EllipsisVertical size={16} />
          </IconButton>
        }
      >
        <MenuItem id="users" textValue="What uses it">
          What uses it
        </MenuItem>
        {!readOnly && (
          <MenuItem id="duplicate" textValue="Duplicate">
            Duplicate
          </MenuItem>
        )}
        {!readOnly && changed && (
          <MenuItem id="discard" textValue="Drop the changes">
            Drop the changes
          </MenuItem>
        )}
        {!readOnly && !isNew && (
          <MenuItem id="delete" textValue="Delete">
            Delete
          </MenuItem>
        )}
      </Menu>
    </header>
  );
}
