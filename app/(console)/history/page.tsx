import type { Metadata } from 'next';
import { HistoryScreen } from '#components/history/history-screen.tsx';
import { filterNames, filtersOf, instants, queryString } from '#components/queue/filters.ts';
import { listHistory } from '#lib/approvals/list-history.ts';
import { signedIn } from '../viewer.ts';

export const metadata: Metadata = { title: 'History' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** Every request there was, newest first. */
export default async function HistoryPage({ searchParams }: { searchParams: Search }) {
  const person = await signedIn();
  const search = await searchParams;
  const filters = filtersOf((name) => (typeof search[name] === 'string' ? search[name] : undefined), filterNames);
  const { items, nextCursor } = await listHistory(person, { filters: instants(filters), limit: 50 });
  return <HistoryScreen initial={{ query: queryString(filters), page: { items, next_cursor: nextCursor } }} />;
}
