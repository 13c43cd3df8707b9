import { lazy } from 'react';
import { Route, Routes } from 'react-router';

const RunList = lazy(() => import('./list/RunList'));
const RunPage = lazy(() => import('./run/RunPage'));

/** The list of runs, and a run. */
export default function RunsView() {
  return (
    <Routes>
      <Route index element={<RunList />} />
      <Route path=":runId" element={<RunPage />} />
    </Routes>
  );
}
