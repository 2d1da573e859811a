'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleAlert, FilterX, History } from 'lucide-react';
import { useRef } from 'react';
import { useAddress } from '#components/queue/address.ts';
import { FilterBar } from '#components/queue/filter-bar.tsx';
import { filterNames, queryString } from '#components/queue/filters.ts';
import type { QueuePage } from '#components/queue/queries.ts';
import { sentence } from '#components/shell/api.ts';
import { usePolling } from '#components/shell/live.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { useShortcuts } from '#components/shell/shortcuts.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { HistoryTable } from './history-table.tsx';
import { historyOptions } from './queries.ts';

const nothingElse: readonly string[] = [];
const offered = filterNames.filter((name) => name !== 'q' && name !== 'agent');

/** Every request, narrowed by anything on its row. The address bar holds the view. */
export function HistoryScreen({ initial }: { initial: { query: string; page: QueuePage } }) {
  const { filters, setFilters } = useAddress(filterNames, nothingElse);
  const search = useRef<HTMLInputElement>(null);
  const first = initial.query === queryString(filters) ? initial.page : undefined;
  const history = useInfiniteQuery({ ...historyOptions(filters, first), refetchInterval: usePolling() });
  const rows = history.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.keys(filters).length > 0;
  useShortcuts([{ keys: ['/'], label: 'Filter', group: 'Everywhere', run: () => search.current?.focus() }]);
  return (
    <>
      <PageHead title="History">Every request, settled and waiting, newest first.</PageHead>
      <div className="px-5 pb-4 lg:px-8">
        <FilterBar filters={filters} onChange={setFilters} offer={offered} searchRef={search} />
      </div>
      {history.isPending && (
        <div role="status" aria-label="Reading history" className="flex flex-col gap-2 px-5 lg:px-8">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="h-9" />
          ))}
        </div>
      )}
      {history.isError && !history.data && (
        <Empty
          icon={CircleAlert}
          title="History could not be read"
          actions={<Button onClick={() => history.refetch()}>Try again</Button>}
        >
          <p role="alert">{sentence(history.error)}</p>
        </Empty>
      )}
      {history.data && rows.length === 0 && (
        <Empty
          icon={filtered ? FilterX : History}
          title={filtered ? 'Nothing matches' : 'Nothing has been asked yet'}
          actions={filtered && <Button onClick={() => setFilters({})}>Clear the filters</Button>}
        >
          {filtered ? 'No request fits these filters.' : 'The first request of an agent will stand here.'}
        </Empty>
      )}
      {rows.length > 0 && <HistoryTable rows={rows} />}
      {history.hasNextPage && rows.length > 0 && (
        <div className="flex flex-col items-center gap-2 p-5 text-faint text-xs">
          <p>The newest {rows.length}. Narrow it down, or read on.</p>
          <Button onClick={() => history.fetchNextPage()} aria-disabled={history.isFetchingNextPage}>
            {history.isFetchingNextPage ? 'Reading…' : 'Show older'}
          </Button>
        </div>
      )}
    </>
  );
}
