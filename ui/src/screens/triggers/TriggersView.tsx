import { Route, Routes } from 'react-router';
import { useAskAgain } from '@/live/useAskAgain';
import { TriggerList } from './TriggerList';
import { TriggerPage } from './TriggerPage';
import './triggers.css';

/** The triggers as a list or a calendar, and a trigger. */
export default function TriggersView() {
  useAskAgain('triggerRuns', ['newest-fires', 'past-fires', 'trigger-fires']);
  return (
    <Routes>
      <Route index element={<TriggerList />} />
      <Route path=":name" element={<TriggerPage />} />
    </Routes>
  );
}
