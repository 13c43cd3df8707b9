import { Route, Routes } from 'react-router';
import { AlertList } from './AlertList';
import { AlertPage } from './AlertPage';
import './alerts.css';

/** Who is told of what: the rules, what they told, and a rule. */
export default function AlertsView() {
  return (
    <Routes>
      <Route index element={<AlertList />} />
      <Route path=":name" element={<AlertPage />} />
    </Routes>
  );
}
