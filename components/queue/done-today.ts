import { queryOptions } from '@tanstack/react-query';
import { api } from '#components/shell/api.ts';
import type { QueueRow, RequestState } from '#protocol/wire.ts';
import type { QueuePage } from './queries.ts';

export interface DoneToday {
  total: number;
  /** The first page was full, so there were more than it shows. */
  more: boolean;
  /** Whether any request was ever settled here. */
  everAny: boolean;
  parts: { name: string; count: number }[];
}

const groups: readonly { name: string; states: readonly RequestState[] }[] = [
  { name: 'Approved', states: ['approved', 'redeemed', 'succeeded', 'failed', 'outcome_unknown'] },
  { name: 'Denied', states: ['denied', 'revoked'] },
  { name: 'Lapsed', states: ['expired', 'cancelled'] },
];

/** What was settled since midnight, from the newest page of what is done. */
export function doneToday(rows: readonly QueueRow[], midnight: number, full: boolean): DoneToday {
  const today = rows.filter((row) => Date.parse(row.settled_at ?? row.created_at) >= midnight);
  return {
    total: today.length,
    more: full && today.length === rows.length,
    everAny: rows.length > 0,
    parts: groups
      .map(({ name, states }) => ({ name, count: today.filter((row) => states.includes(row.state)).length }))
      .filter(({ count }) => count > 0),
  };
}

export function doneTodayOptions() {
  return queryOptions({
    queryKey: ['queue', 'done', 'today'] as const,
    queryFn: async ({ signal }) => {
      const page = await api<QueuePage>('/queue?tab=done&limit=100', { signal });
      return doneToday(page.items, new Date().setHours(0, 0, 0, 0), page.next_cursor !== null);
    },
    staleTime: 60_000,
  });
}
