import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '#components/shell/api.ts';
import type { QueueRow } from '#protocol/wire.ts';
import { type Filters, queryString } from './filters.ts';
import type { QueueTab } from './tabs.ts';

export interface QueuePage {
  items: QueueRow[];
  next_cursor: string | null;
  /** How many each tab holds, as far as the server counts (it stops at a bound, never scans a table). */
  counts?: Partial<Record<QueueTab, number>>;
}

const pageSize = 50;

/** One tab of the queue, page after page. */
export function queueOptions(tab: QueueTab, filters: Filters, initial?: QueuePage) {
  return infiniteQueryOptions({
    queryKey: ['queue', tab, filters] as const,
    queryFn: ({ pageParam, signal }) =>
      api<QueuePage>(`/queue${queryString(filters, { tab, limit: String(pageSize), cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    ...(initial ? { initialData: { pages: [initial], pageParams: [undefined] } } : {}),
  });
}

/** What needs this person first, and how much of it there is: for the navigation and for `n`. */
export function needsMeOptions(initial?: QueuePage) {
  return queryOptions({
    queryKey: ['queue', 'needs_me', 'head'] as const,
    queryFn: ({ signal }) => api<QueuePage>('/queue?tab=needs_me&limit=5', { signal }),
    ...(initial ? { initialData: initial } : {}),
  });
}
