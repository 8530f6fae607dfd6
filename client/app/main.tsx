import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../ui/tokens.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Tooltip } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followSystemTheme } from '../settings/settings.ts';
import { Toasts } from '../ui/Toasts.tsx';
import { EnvironmentProvider, type Environment } from './environment.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { keepPage } from './keepPage.ts';
import { NewVersionOffer } from './NewVersionOffer.tsx';
import { createAppRouter } from './router.tsx';

const environment: Environment = { clock: () => Date.now(), random: () => Math.random() };
const queries = new QueryClient({
  // Asked also without a network: then what this device remembers is the answer.
  defaultOptions: {
    queries: { retry: 1, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
const router = createAppRouter();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

followSystemTheme();
if (import.meta.env.PROD) window.addEventListener('load', () => void keepPage());

createRoot(root).render(
  <StrictMode>
    <EnvironmentProvider value={environment}>
      <QueryClientProvider client={queries}>
        <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
          <ErrorBoundary>
            <RouterProvider router={router} />
          </ErrorBoundary>
          <NewVersionOffer />
          <Toasts />
        </Tooltip.Provider>
      </QueryClientProvider>
    </EnvironmentProvider>
  </StrictMode>,
);
