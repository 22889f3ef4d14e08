import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './components/client.ts';
import { sessionQuery, signInWaysQuery } from './sign-in/calls.ts';
import { PreferencesProvider } from './components/preferences.tsx';
import { router } from './router.tsx';

/** A 401 means that the session is over. Asking for the session again leads to the sign-in page and back. */
const onError = (error: unknown): void => {
  if (error instanceof ApiError && error.status === 401) {
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }
};
const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== sessionQuery.queryKey[0]) onError(error);
    },
  }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      // The server may answer where the browser sees no network, and otherwise the page says so.
      networkMode: 'always',
      refetchOnReconnect: true,
      // What the server refuses it would refuse again.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
    // What somebody asks for is done now or never, not later when nobody looks.
    mutations: { networkMode: 'always' },
  },
});

// Asked for before anything is drawn, so that no page waits for one answer after the other.
const early = location.pathname === '/sign-in' ? client.query(signInWaysQuery) : client.query(sessionQuery);
early.catch(() => undefined);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <PreferencesProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </PreferencesProvider>
    </StrictMode>,
  );
}
