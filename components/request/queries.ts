import { queryOptions } from '@tanstack/react-query';
import { api } from '#components/shell/api.ts';
import type { RequestForm, ReviewCard, TimelineEntry } from '#protocol/wire.ts';

/** The request itself. It is small and has a version, so it is what gets asked for again. */
export function requestOptions(id: string, initial?: RequestForm) {
  return queryOptions({
    queryKey: ['request', id, 'form'] as const,
    queryFn: ({ signal }) => api<RequestForm>(`/requests/${id}`, { signal }),
    ...(initial ? { initialData: initial } : {}),
  });
}

/**
 * The card, as this person sees it at this version of the request.
 *
 * Fetching it is recorded ("opened"), so it happens once per version and not with every look at the clock.
 */
export function cardOptions(id: string, version: number | undefined, initial?: ReviewCard) {
  return queryOptions({
    queryKey: ['request', id, 'card', version] as const,
    queryFn: ({ signal }) => api<ReviewCard>(`/requests/${id}/card`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: version !== undefined,
    ...(initial ? { initialData: initial } : {}),
  });
}

/** What has happened so far. */
export function timelineOptions(id: string, version: number | undefined, initial?: TimelineEntry[]) {
  return queryOptions({
    queryKey: ['request', id, 'events', version] as const,
    queryFn: ({ signal }) =>
      api<{ items: TimelineEntry[] }>(`/requests/${id}/events`, { signal }).then(({ items }) => items),
    enabled: version !== undefined,
    ...(initial ? { initialData: initial } : {}),
  });
}
