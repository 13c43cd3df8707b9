import { lazy } from 'react';
import { Route, Routes } from 'react-router';

const RunList = lazy(() => import('./list/RunList'));
const ActivityList = lazy(() => import('./activities/ActivityList'));
const RunPage = lazy(() => import('./run/RunPage'));

/** The lists of runs, and a run. */
export default function RunsView() {
  return (
    <Routes>
      <Route index element={<RunList />} />
      <Route path="activities" element={<ActivityList />} />
      <Route path=":runId" element={<RunPage />} />
    </Routes>
  );
}
