'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

const LiveContext = createContext<Connection>('connecting');

/** How the page hears of changes at this moment. */
export const useConnection = (): Connection => useContext(LiveContext);

/**
 * Keeps every query on the page current.
 *
 * The stream carries ids and versions only, so an event does nothing but mark what it names as stale; the data comes
 * by an authorised GET. While the stream is down the queries poll, and after half a minute without any answer the
 * page says that it is offline.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(() => {
    const source = new EventSource('/api/v1/stream');
    let queueTimer: ReturnType<typeof setTimeout> | undefined;
    let offlineTimer: ReturnType<typeof setTimeout> | undefined;
    let dropped = false;

    const queueChanged = () => {
      queueTimer ??= setTimeout(() => {
        queueTimer = undefined;
        void queries.invalidateQueries({ queryKey: ['queue'] });
      }, 250);
    };
    const reached = () => {
      clearTimeout(offlineTimer);
      offlineTimer = undefined;
    };
    source.addEventListener('open', () => {
      reached();
      setConnection('live');
      // Whatever happened while nobody was listening is read again.
      if (dropped) void queries.invalidateQueries({ predicate: ({ queryKey }) => !isCard(queryKey) });
      dropped = false;
    });
    source.addEventListener('error', () => {
      dropped = true;
      setConnection((was) => (was === 'offline' ? was : 'polling'));
      offlineTimer ??= setTimeout(() => setConnection('offline'), 30_000);
    });
    source.addEventListener('queue', queueChanged);
    for (const name of ['request', 'question', 'grant'])
      source.addEventListener(name, (event) => {
        const id = changedId((event as MessageEvent<string>).data);
        if (id)
          void queries.invalidateQueries({ queryKey: ['request', id], predicate: ({ queryKey }) => !isCard(queryKey) });
        queueChanged();
      });
    return () => {
      source.close();
      clearTimeout(queueTimer);
      clearTimeout(offlineTimer);
    };
  }, [queries]);

  return <LiveContext.Provider value={connection}>{children}</LiveContext.Provider>;
}

/** A card is fetched per version of its request and each fetch is recorded, so it is never refreshed wholesale. */
const isCard = (queryKey: readonly unknown[]): boolean => queryKey[2] === 'card' || queryKey[0] === 'decide';

function changedId(data: string): string | undefined {
  try {
    const { id } = JSON.parse(data) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** How often a query asks by itself: rarely beside a live stream, every 4 s without one, every 16 s in a hidden tab. */
export function usePolling(): () => number {
  const connection = useConnection();
  return () => (connection === 'live' ? 60_000 : typeof document !== 'undefined' && document.hidden ? 16_000 : 4_000);
}
