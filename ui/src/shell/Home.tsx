import { Link, Navigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactories } from '@/api/factory';
import { Problem } from '@/problem/Problem';
import { useMayBegin } from '@/session/may';
import { Mark } from './Mark';
import './shell.css';

const LAST = 'weir.factory';
export const rememberFactory = (slug: string): void => localStorage.setItem(LAST, slug);

/** Leads to the factory; lets choose if there are several. */
export function Home() {
  const factories = useFactories();
  const begins = useMayBegin();
  if (factories.isPending) return <div className="boot" aria-busy="true" />;
  if (factories.error) return <Problem error={asApiError(factories.error)} />;
  const all = factories.data;
  const last = all.find((one) => one.slug === localStorage.getItem(LAST));
  const only = all.length === 1 ? all[0] : last;
  if (only) return <Navigate to={`/f/${encodeURIComponent(only.slug)}`} replace />;
  if (all.length === 0) return <Navigate to="/begin" replace />;
  return (
    <main className="home">
      <h1>
        <Mark size={28} /> Weirworks
      </h1>
      <ul className="home-list" aria-label="Factories">
        {all.map((one) => (
          <li key={one.id}>
            <Link to={`/f/${encodeURIComponent(one.slug)}`}>{one.name}</Link>
            <span className="muted">
              {' '}
              in {one.path.resourceGroupName}
              {one.version === 1 && ', version 1'}
            </span>
          </li>
        ))}
      </ul>
      {begins && (
        <p>
          <Link to="/begin">Add a factory</Link>
        </p>
      )}
    </main>
  );
}
