import { useEffect, useRef } from 'react';
import { NavLink, Navigate, Route, Routes, useLocation } from 'react-router';
import { useFactory } from '@/api/factory';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { Access } from './Access';
import { Credentials, LinkedServices } from './Resources';
import { Parameters } from './Parameters';
import { Runtimes } from './Runtimes';
import { ServiceState } from './ServiceState';
import { UsageByPipeline } from './UsageByPipeline';
import './manage.css';

const PARTS = [
  { path: 'linked-services', title: 'Linked services', View: LinkedServices },
  { path: 'runtimes', title: 'Integration runtimes', View: Runtimes },
  { path: 'credentials', title: 'Credentials', View: Credentials },
  { path: 'parameters', title: 'Global parameters', View: Parameters },
  { path: 'access', title: 'Access', View: Access },
  { path: 'usage', title: 'Usage', View: UsageByPipeline },
  { path: 'service', title: 'Service', View: ServiceState },
];

/** What is around the pipelines: stores, runtimes, keys, people, the service itself. */
export default function ManageView() {
  useTitle('Manage');
  const factory = useFactory();
  const { pathname } = useLocation();
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
        {PARTS.map(({ path, title }) => (
          <NavLink key={path} to={link(factory, `manage/${path}`)}>
            {title}
          </NavLink>
        ))}
      </nav>
      <Routes>
        {PARTS.map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route path="*" element={<Navigate to="linked-services" replace />} />
      </Routes>
    </div>
  );
}
