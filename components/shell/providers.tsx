'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ClockProvider } from '#components/ui/clock.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { ProblemError } from './api.ts';
import { LiveProvider } from './live.tsx';
import { ShortcutProvider } from './shortcuts.tsx';
import { type Viewer, ViewerProvider } from './viewer.tsx';

/** What every screen of the console stands on: who looks, what time it is, what is fresh, and the keys. */
export function Providers({ viewer, serverNow, children }: { viewer: Viewer; serverNow: number; children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 5_000,
            refetchIntervalInBackground: true,
            // A refusal is an answer; only silence is worth asking again.
            retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
          },
        },
      }),
  );
  return (
    <QueryClientProvider client={queries}>
      <ClockProvider serverNow={serverNow}>
        <ViewerProvider viewer={viewer}>
          <TooltipProvider delayDuration={300}>
            <LiveProvider>
              <ShortcutProvider>{children}</ShortcutProvider>
            </LiveProvider>
          </TooltipProvider>
        </ViewerProvider>
      </ClockProvider>
    </QueryClientProvider>
  );
}
