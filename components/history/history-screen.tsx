'use client';

import { ArrowLeft, FilterX, History } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useRef, useTransition } from 'react';
import { FilterBar } from '#components/queue/filter-bar.tsx';
import { type Filters, filterNames, queryString } from '#components/queue/filters.ts';
import { PageHead } from '#components/shell/page-head.tsx';
import { useShortcuts } from '#components/shell/shortcuts.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Empty } from '#components/ui/empty.tsx';
import type { QueueRow } from '#protocol/wire.ts';
import { HistoryTable } from './history-table.tsx';

interface HistoryScreenProps {
  filters: Filters;
  rows: readonly QueueRow[];
  /** Where the page after this one begins. */
  nextCursor: string | null;
  /** Whether there are newer rows before this page. */
  later: boolean;
}

const offered = filterNames.filter((name) => name !== 'q' && name !== 'agent');

/** Every request, narrowed by anything on its row. The address bar holds the view and the place in it. */
export function HistoryScreen({ filters, rows, nextCursor, later }: HistoryScreenProps) {
  const router = useRouter();
  const pathname = usePathname();
  const search = useRef<HTMLInputElement>(null);
  const [reading, read] = useTransition();
  const filtered = Object.keys(filters).length > 0;
  const show = (next: Filters) => read(() => router.replace(`${pathname}${queryString(next)}`));
  useShortcuts([{ keys: ['/'], label: 'Filter', group: 'Everywhere', run: () => search.current?.focus() }]);
  return (
    <>
      <PageHead title="History">Every request, settled and waiting, newest first.</PageHead>
      <div className="px-5 pb-4 lg:px-8">
        <FilterBar filters={filters} onChange={show} offer={offered} searchRef={search} />
      </div>
      <div aria-busy={reading} className={cn('transition-opacity', reading && 'opacity-60')}>
        {rows.length > 0 ? (
          <HistoryTable rows={rows} />
        ) : (
          <Empty
            icon={filtered ? FilterX : History}
            title={filtered ? 'Nothing matches' : 'Nothing has been asked yet'}
            actions={filtered && <Button onClick={() => show({})}>Clear the filters</Button>}
          >
            {filtered ? 'No request fits these filters.' : 'The first request of an agent will stand here.'}
          </Empty>
        )}
      </div>
      {(nextCursor || later) && (
        <nav aria-label="Pages" className="flex justify-center gap-2 p-5">
          {later && (
            <Button asChild>
              <Link href={`${pathname}${queryString(filters)}`}>
                <ArrowLeft aria-hidden className="size-4" /> Newest
              </Link>
            </Button>
          )}
          {nextCursor && (
            <Button asChild>
              <Link href={`${pathname}${queryString(filters, { cursor: nextCursor })}`}>Show older</Link>
            </Button>
          )}
        </nav>
      )}
    </>
  );
}
