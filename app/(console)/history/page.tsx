import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { HistoryScreen } from '#components/history/history-screen.tsx';
import { filterNames, filtersOf, instants, queryString } from '#components/queue/filters.ts';
import { listHistory } from '#lib/approvals/list-history.ts';
import { Refusal } from '#lib/errors/refusal.ts';
import { signedIn } from '../viewer.ts';

export const metadata: Metadata = { title: 'History' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** Every request there was, newest first, a page at a time. */
export default async function HistoryPage({ searchParams }: { searchParams: Search }) {
  const person = await signedIn();
  const search = await searchParams;
  const one = (name: string) => (typeof search[name] === 'string' ? search[name] : undefined);
  const filters = filtersOf(one, filterNames);
  const cursor = one('cursor');
  try {
    const page = await listHistory(person, { filters: instants(filters), limit: 50, ...(cursor && { cursor }) });
    return (
      <HistoryScreen filters={filters} rows={page.items} nextCursor={page.nextCursor} later={cursor !== undefined} />
    );
  } catch (error) {
    // A cursor out of an old bookmark: begin where everybody begins.
    if (cursor && error instanceof Refusal && error.code === 'invalid_cursor')
      redirect(`/history${queryString(filters)}`);
    throw error;
  }
}
