import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refusal } from './api/refusal.js';
import { router } from './routes.js';
import './style/staff.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000, // live updates say when something changed
      // What was refused stays refused; only what did not arrive is tried again.
      retry: (count, error) => count < 3 && (!(error instanceof Refusal) || error.status === 0 || error.status === 503),
    },
  },
});

const at = document.getElementById('root');
if (at) {
  createRoot(at).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
