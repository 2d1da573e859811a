import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { filtersOf, queryString, queueFilterNames } from '#components/queue/filters.ts';
import { QueueScreen } from '#components/queue/queue-screen.tsx';
import { tabOf } from '#components/queue/tabs.ts';
import { listQueue } from '#lib/approvals/list-queue.ts';
import { holds, signedIn } from './viewer.ts';

export const metadata: Metadata = { title: 'Needs me' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** What waits for people. Those who decide nothing are taken to history. */
export default async function QueuePage({ searchParams }: { searchParams: Search }) {
  const person = await signedIn();
  if (!holds(person, ['reviewer', 'admin'])) redirect('/history');
  const search = await searchParams;
  const one = (name: string) => (typeof search[name] === 'string' ? search[name] : undefined);
  const tab = tabOf(one('tab'));
  const filters = filtersOf(one, queueFilterNames);
  const { items, nextCursor, counts } = await listQueue(person, { tab, filters, limit: 50 });
  return (
    <QueueScreen initial={{ tab, query: queryString(filters), page: { items, next_cursor: nextCursor, counts } }} />
  );
}
