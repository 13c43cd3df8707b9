import { lazy, Suspense } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider as AriaRouter } from 'react-aria-components';
import { BrowserRouter, Navigate, Route, Routes, useNavigate } from 'react-router';
import { asApiError } from './api/errors';
import { SessionGate } from './session/SessionGate';
import { FactoryGate } from './shell/FactoryGate';
import { Home } from './shell/Home';

const StartView = lazy(() => import('./start/StartView'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the service refuses it refuses again; when it is away, the page waits for it.
      retry: (failures, error) => asApiError(error).unreachable && failures < 60,
      retryDelay: 2000,
      networkMode: 'always',
      staleTime: 2000,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});

function Addresses() {
  const navigate = useNavigate();
  return (
    <AriaRouter navigate={(path) => void navigate(path)}>
      <SessionGate>
        <Routes>
          <Route path="/" element={<Home />} />
          <Route
            path="/begin"
            element={
              <Suspense fallback={<div className="boot" aria-busy="true" />}>
                <StartView />
              </Suspense>
            }
          />
          <Route path="/f/:factory/*" element={<FactoryGate />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </SessionGate>
    </AriaRouter>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter basename="/ui">
        <Addresses />
      </BrowserRouter>
    </QueryClientProvider>
  );
}
