import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Route, Routes } from 'react-router';
import { useFactory } from '@/api/factory';
import { useLive } from '@/live/LiveProvider';
import { TriggerList } from './TriggerList';
import { TriggerPage } from './TriggerPage';
import './triggers.css';

const LIVE_MS = 2000;

/** The triggers as a list or a calendar, and a trigger. */
export default function TriggersView() {
  const factory = useFactory();
  const queries = useQueryClient();
  const asked = useRef(0);
  useLive((batch) => {
    if (batch.triggerRuns === 0 || performance.now() - asked.current < LIVE_MS) return;
    asked.current = performance.now();
    for (const key of ['newest-fires', 'past-fires', 'trigger-fires']) {
      void queries.invalidateQueries({ queryKey: [key, factory.id] });
    }
  });
  return (
    <Routes>
      <Route index element={<TriggerList />} />
      <Route path=":name" element={<TriggerPage />} />
    </Routes>
  );
}
