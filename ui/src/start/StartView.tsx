import { FolderInput, PlayCircle, Router } from 'lucide-react';
import { Link } from 'react-router';
import { useFactories } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { useMayBegin } from '@/session/may';
import { Mark } from '@/shell/Mark';
import { useTitle } from '@/shell/useTitle';
import { ApplyFolder } from './ApplyFolder';
import { ConnectGateway } from './ConnectGateway';
import { TrySample } from './TrySample';
import './start.css';

const WAYS = [
  {
    id: 'folder',
    icon: FolderInput,
    title: 'Apply a folder',
    words: 'A factory as it is kept in Git: see what would change, then have it here.',
    View: ApplyFolder,
  },
  {
    id: 'sample',
    icon: PlayCircle,
    title: 'Open a sample',
    words: 'From nothing to rows in a table: files, a copy, and what it did. One minute.',
    View: TrySample,
  },
  {
    id: 'gateway',
    icon: Router,
    title: 'Connect a gateway',
    words: 'A machine behind your firewall that reaches the stores there.',
    View: ConnectGateway,
  },
];

/** The first minutes: what one can begin with. */
export default function StartView() {
  useTitle('Begin');
  const filters = useFilters();
  const factories = useFactories();
  const begins = useMayBegin();
  const chosen = filters.text('do');
  const way = WAYS.find((one) => one.id === chosen);
  const none = factories.data?.length === 0;
  return (
    <main className="start">
      <header>
        <h1>
          <Mark size={26} /> Weirworks
        </h1>
        <p>
          {none
            ? begins
              ? 'This service has no factory yet. Three ways to begin:'
              : 'There is no factory here that you may see, and your roles let you add none: ask the owner of the service.'
            : !begins
              ? 'Your roles let you add nothing here: ask the owner of the service.'
              : 'Add a factory, or a machine that works for one.'}
        </p>
        {!none && <Link to="/">Back to the factories</Link>}
      </header>
      {begins && (
        <div className="start-ways" role="group" aria-label="Ways to begin">
          {WAYS.map(({ id, icon: Icon, title, words }) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === chosen}
              onClick={() => filters.set({ do: id === chosen ? '' : id })}
            >
              <Icon size={20} aria-hidden="true" />
              <span>
                <strong>{title}</strong>
                <span>{words}</span>
              </span>
            </button>
          ))}
        </div>
      )}
      {begins && way && (
        <section className="panel start-panel" aria-label={way.title}>
          <way.View />
        </section>
      )}
    </main>
  );
}
