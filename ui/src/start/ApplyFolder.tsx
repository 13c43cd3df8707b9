import { useQueryClient } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useNavigate } from 'react-router';
import { CallText } from '@/actions/HowTo';
import { asApiError, type ApiError } from '@/api/errors';
import { useFactories, type Factory } from '@/api/factory';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Problem } from '@/problem/Problem';
import { apply, applyCall, factoryNamed, type Changes } from './api';
import { PlanList } from './PlanList';
import { droppedFiles, filesOf, readFolder, type Folder, type Given } from './folder';

const PROBLEMS_MAX = 12;

interface Planned {
  factory: Factory;
  changes: Changes;
}

function DropPlace({
  onFiles,
}: {
  onFiles: (asked: Promise<{ name: string; files: Given[] }>) => void;
}) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles(droppedFiles(event.dataTransfer.items));
  };
  return (
    <div
      className={`start-drop ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FolderOpen size={26} aria-hidden="true" />
      <p>
        <strong>Drag the folder of a factory in here</strong>
        <br />
        <span className="muted">
          with pipeline, dataset, linkedService … in it, as Data Factory keeps it in Git. It is read
          in the browser; nothing changes before you have seen what would.
        </span>
      </p>
      <Button onPress={() => input.current?.click()}>Choose a folder</Button>
      <input
        ref={(node) => {
          input.current = node;
          node?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder of a factory"
        onChange={(event) => {
          if (event.target.files?.length) onFiles(filesOf(event.target.files));
        }}
      />
    </div>
  );
}

function Unreadable({ folder }: { folder: Folder }) {
  return (
    <div className="start-problems" role="alert">
      <p className="said-bad">
        {plural(folder.problems.length, 'file')} cannot be read, and would count as deleted. Mend
        them, then give the folder again.
      </p>
      <ul>
        {folder.problems.slice(0, PROBLEMS_MAX).map((one) => (
          <li key={one.path}>
            <code>{one.path}</code> {one.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A folder from one's own machine becomes a factory: a plan first. */
export function ApplyFolder() {
  const factories = useFactories();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [folder, setFolder] = useState<Folder | null>(null);
  const [name, setName] = useState('');
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<ApiError | null>(null);

  const work = async (words: string, act: () => Promise<void>) => {
    setBusy(words);
    setError(null);
    try {
      await act();
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setBusy('');
  };
  const take = (asked: Promise<{ name: string; files: Given[] }>) =>
    void work('Reading the folder …', async () => {
      const given = await asked;
      const read = readFolder(given.files, given.name);
      setFolder(read);
      setName(read.name);
      setPlanned(null);
    });
  const plan = () =>
    void work('Asking what would change …', async () => {
      if (!folder) return;
      const factory = await factoryNamed(name.trim(), factories.data ?? []);
      setPlanned({ factory, changes: await apply(factory, folder.resources, true) });
    });
  const doIt = () =>
    void work('Applying …', async () => {
      if (!folder || !planned) return;
      await apply(planned.factory, folder.resources, false);
      await queries.invalidateQueries({ queryKey: ['factories'] });
      void navigate(`/f/${encodeURIComponent(planned.factory.slug)}/overview`);
    });

  const readable = folder !== null && folder.problems.length === 0;
  const legal = /^[A-Za-z0-9](?:-?[A-Za-z0-9])+$/.test(name.trim()) && name.trim().length <= 63;
  const existing = factories.data?.some((one) => one.name.toLowerCase() === name.toLowerCase());
  return (
    <>
      <DropPlace onFiles={take} />
      {folder && folder.problems.length > 0 && <Unreadable folder={folder} />}
      {readable && folder.resources.length === 0 && (
        <p className="said-bad" role="alert">
          There is no pipeline, dataset, linked service or other resource in this folder. Of a
          template: <code>weir apply template.json</code> takes it.
        </p>
      )}
      {readable && folder.resources.length > 0 && (
        <div className="start-row">
          <label className="field">
            <span>Name of the factory</span>
            <input
              className="input"
              value={name}
              spellCheck={false}
              onChange={(event) => {
                setName(event.target.value);
                setPlanned(null);
              }}
            />
          </label>
          <span className="muted">
            {plural(folder.resources.length, 'resource')} read
            {folder.leftOut > 0 && `, ${plural(folder.leftOut, 'other file')} left out`}
            {existing && '; a factory of this name is there, and becomes what the folder says'}
          </span>
          <Button
            kind={planned ? 'plain' : 'primary'}
            onPress={plan}
            isDisabled={busy !== '' || !legal}
          >
            See what would change
          </Button>
        </div>
      )}
      {planned && (
        <>
          <PlanList changes={planned.changes} />
          <div className="start-row">
            <Button
              kind="primary"
              onPress={doIt}
              isDisabled={busy !== '' || planned.changes.changes.length === 0}
            >
              Apply {plural(planned.changes.changes.length, 'change')}
            </Button>
          </div>
          <CallText call={applyCall(planned.factory, name, window.location.origin)} />
        </>
      )}
      <p role="status" className="muted start-busy">
        {busy}
      </p>
      {error && <Problem error={error} />}
    </>
  );
}
