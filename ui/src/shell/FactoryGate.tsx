import { lazy, Suspense, useEffect } from 'react';
import { Link, Navigate, Route, Routes, useParams } from 'react-router';
import { asApiError } from '@/api/errors';
import { FactoryProvider, useFactories, type Factory } from '@/api/factory';
import { Empty } from '@/kit/Panel';
import { LiveProvider } from '@/live/LiveProvider';
import { Boundary } from '@/problem/Boundary';
import { Problem } from '@/problem/Problem';
import { screens, screensOf } from '@/screens';
import { useMay, usePermissions } from '@/session/may';
import { rememberFactory } from './Home';
import { link } from './links';
import { Shell } from './Shell';

const views = screens.map((screen) => ({ screen, View: lazy(screen.load) }));

/** The factory of the address, with its screens. */
export function FactoryGate() {
  const { factory: slug = '' } = useParams();
  const factories = useFactories();
  const factory = factories.data?.find((one) => one.slug === slug);
  useEffect(() => {
    if (factory) rememberFactory(factory.slug);
  }, [factory]);
  if (factories.isPending) return <div className="boot" aria-busy="true" />;
  if (!factories.data) return <Problem error={asApiError(factories.error)} />;
  if (!factory) {
    return (
      <main className="boot">
        <Empty title={`There is no factory “${slug}” here, or you may not see it`}>
          <Link to="/">All factories</Link>
        </Empty>
      </main>
    );
  }
  return (
    <FactoryProvider value={factory} key={factory.id}>
      <LiveProvider>
        <Shell>
          <Boundary key={slug}>
            <Suspense fallback={<div className="boot" aria-busy="true" />}>
              <Screens factory={factory} />
            </Suspense>
          </Boundary>
        </Shell>
      </LiveProvider>
    </FactoryProvider>
  );
}

/** The screen of the address; without one, the first of which one may see something. */
function Screens({ factory }: { factory: Factory }) {
  const known = usePermissions();
  const may = useMay();
  if (known.isPending) return <div className="boot" aria-busy="true" />;
  const first = screensOf(factory, may)[0]?.path ?? '';
  return (
    <Routes>
      {views
        .filter(({ screen }) => (screen.versions ?? [2]).includes(factory.version))
        .map(({ screen, View }) => (
          <Route key={screen.path} path={`${screen.path}/*`} element={<View />} />
        ))}
      <Route path="*" element={<Navigate to={link(factory, first)} replace />} />
    </Routes>
  );
}
