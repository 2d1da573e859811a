import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Filters, instants, queryString } from '#components/queue/filters.ts';
import type { QueuePage } from '#components/queue/queries.ts';
import { api } from '#components/shell/api.ts';

/** Every request that fits, newest first, page after page. */
export function historyOptions(filters: Filters, initial?: QueuePage) {
  return infiniteQueryOptions({
    queryKey: ['queue', 'history', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      api<QueuePage>(`/history${queryString(instants(filters), { limit: '50', cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    ...(initial ? { initialData: { pages: [initial], pageParams: [undefined] } } : {}),
  });
}
