'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { needsMeOptions } from '#components/queue/queries.ts';

/** Goes to the most urgent other request that needs this person; answers false if there is none. */
export function useNext(): (currentId: string) => Promise<boolean> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (currentId) => {
    const { items } = await queries.fetchQuery({ ...needsMeOptions(), staleTime: 0 });
    const next = items.find((row) => row.id !== currentId);
    if (next) router.push(`/requests/${next.id}`);
    return next !== undefined;
  };
}
