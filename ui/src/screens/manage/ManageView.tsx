import { useEffect, useRef, type ComponentType } from 'react';
import { NavLink, Navigate, Route, Routes, useLocation } from 'react-router';
import { useFactory } from '@/api/factory';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { Access } from './Access';
import { Credentials, Gateways, LinkedServices } from './Resources';
import { Parameters } from './Parameters';
import { Runtimes } from './Runtimes';
import { ServiceState } from './ServiceState';
import { UsageByPipeline } from './UsageByPipeline';
import './manage.css';

interface Part {
  path: string;
  title: string;
  View: ComponentType;
  /** The one version whose factories have it; both if it does not say. */
  version?: 1 | 2;
}

const PARTS: readonly Part[] = [
  { path: 'linked-services', title: 'Linked services', View: LinkedServices },
  { path: 'gateways', title: 'Gateways', View: Gateways, version: 1 },
  { path: 'runtimes', title: 'Integration runtimes', View: Runtimes, version: 2 },
  { path: 'credentials', title: 'Credentials', View: Credentials, version: 2 },
  { path: 'parameters', title: 'Global parameters', View: Parameters, version: 2 },
  { path: 'access', title: 'Access', View: Access },
  { path: 'usage', title: 'Usage', View: UsageByPipeline, version: 2 },
  { path: 'service', title: 'Service', View: ServiceState },
];

/** What is around the pipelines: stores, runtimes, keys, people, the service itself. */
export default function ManageView() {
  useTitle('Manage');
  const factory = useFactory();
  const { pathname } = useLocation();
  const parts = PARTS.filter((one) => (one.version ?? factory.version) === factory.version);
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <div className="page man-page">
      <div className="page-head">
        <h1>Manage</h1>
      </div>
      <nav ref={tabs} className="man-tabs" aria-label="Parts of Manage">
        {parts.map(({ path, title }) => (
          <NavLink key={path} to={link(factory, `manage/${path}`)}>
            {title}
          </NavLink>
        ))}
      </nav>
      <Routes>
        {parts.map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route path="*" element={<Navigate to="linked-services" replace />} />
      </Routes>
    </div>
  );
}
