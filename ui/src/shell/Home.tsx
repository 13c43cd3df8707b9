import { Link, Navigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactories } from '@/api/factory';
import { Empty } from '@/kit/Panel';
import { Problem } from '@/problem/Problem';
import { Mark } from './Mark';
import './shell.css';

const LAST = 'weir.factory';
export const rememberFactory = (slug: string): void => localStorage.setItem(LAST, slug);

/** Leads to the factory; lets choose if there are several. */
export function Home() {
  const factories = useFactories();
  if (factories.isPending) return <div className="boot" aria-busy="true" />;
  if (factories.error) return <Problem error={asApiError(factories.error)} />;
  const all = factories.data;
  const last = all.find((one) => one.slug === localStorage.getItem(LAST));
  const only = all.length === 1 ? all[0] : last;
  if (only) return <Navigate to={`/f/${encodeURIComponent(only.slug)}/overview`} replace />;
  return (
    <main className="home">
      <h1>
        <Mark size={28} /> Weirworks
      </h1>
      {all.length === 0 ? (
        <Empty title="This service has no factory yet">
          <p>Put a folder into it, from where it is:</p>
          <pre>weir apply my-factory --server {window.location.origin}</pre>
        </Empty>
      ) : (
        <ul className="home-list" aria-label="Factories">
          {all.map((one) => (
            <li key={one.id}>
              <Link to={`/f/${encodeURIComponent(one.slug)}/overview`}>{one.name}</Link>
              <span className="muted"> in {one.path.resourceGroupName}</span>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
