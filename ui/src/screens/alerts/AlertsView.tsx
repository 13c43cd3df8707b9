import { Route, Routes } from 'react-router';
import { useFilters } from '@/filters/filters';
import { AlertList } from './AlertList';
import { AlertPage } from './AlertPage';
import { NewRule } from './NewRule';
import './alerts.css';

function AllOrNew() {
  const filters = useFilters();
  return filters.text('do') === 'new' ? (
    <NewRule key={filters.text('from')} from={filters.text('from')} />
  ) : (
    <AlertList />
  );
}

/** Who is told of what: the rules, what they told, and a rule. */
export default function AlertsView() {
  return (
    <Routes>
      <Route index element={<AllOrNew />} />
      <Route path=":name" element={<AlertPage />} />
    </Routes>
  );
}
