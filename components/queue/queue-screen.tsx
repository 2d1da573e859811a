'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { RequestScreen } from '#components/request/request-screen.tsx';
import { sentence } from '#components/shell/api.ts';
import { usePolling } from '#components/shell/live.tsx';
import { useShortcuts } from '#components/shell/shortcuts.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useAddress } from './address.ts';
import { FilterBar } from './filter-bar.tsx';
import { queryString, queueFilterNames } from './filters.ts';
import { type QueuePage, queueOptions } from './queries.ts';
import { QueueEmpty } from './queue-empty.tsx';
import { QueuePrompt } from './queue-prompt.tsx';
import { isWide, Row } from './row.tsx';
import { TabList } from './tab-list.tsx';
import { type QueueTab, tabOf } from './tabs.ts';
import { useHeld } from './use-held.ts';

const members = ['tab', 'sel'] as const;

/** What waits for people: the list left, the request right on a desk; the list alone on a phone. */
export function QueueScreen({ initial }: { initial?: { tab: QueueTab; query: string; page: QueuePage } }) {
  const router = useRouter();
  const address = useAddress(queueFilterNames, members);
  const tab = tabOf(address.read('tab'));
  const selected = address.read('sel') ?? undefined;
  const view = `${tab}${queryString(address.filters)}`;
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const first =
    initial && initial.tab === tab && initial.query === queryString(address.filters) ? initial.page : undefined;
  const queue = useInfiniteQuery({ ...queueOptions(tab, address.filters, first), refetchInterval: usePolling() });
  const fresh = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const { rows, waiting, gone, release, holders } = useHeld(fresh, view);
  const counts = queue.data?.pages[0]?.counts ?? initial?.page.counts;

  // Nothing to read beside an empty list: it takes the room.
  const bare = rows.length === 0 && selected === undefined;
  const select = (id: string | undefined) => address.set({ sel: id });
  const open = (id: string) => (isWide() ? select(id) : router.push(`/requests/${id}`));
  const cursor = () => rows.findIndex((row) => row.id === (focusedId(list.current) ?? selected));
  const move = (step: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, cursor() + step))];
    if (!next) return;
    list.current?.querySelector<HTMLElement>(`[href="/requests/${next.id}"]`)?.focus();
  };
  useShortcuts([
    { keys: ['j', 'ArrowDown'], label: 'Next row', group: 'Move', run: () => move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous row', group: 'Move', run: () => move(-1) },
    {
      keys: ['o', 'Enter'],
      label: 'Open',
      group: 'Move',
      run: () => rows[Math.max(0, cursor())] && open((rows[Math.max(0, cursor())] as { id: string }).id),
    },
    { keys: ['/'], label: 'Filter', group: 'Everywhere', run: () => search.current?.focus() },
  ]);

  return (
    <div className="flex flex-1 flex-col xl:h-dvh xl:flex-none xl:flex-row xl:overflow-hidden">
      <div className={cn('flex min-w-0 flex-1 flex-col border-r bg-surface', !bare && 'xl:w-[27.5rem] xl:flex-none')}>
        <div className="sticky top-12 z-10 border-b bg-surface px-4 pt-3 lg:top-0 xl:static">
          <h1 className="sr-only">Requests</h1>
          <FilterBar
            filters={address.filters}
            onChange={address.setFilters}
            offer={['risk', 'environment']}
            searchRef={search}
          />
          <div className="mt-2">
            <TabList tab={tab} counts={counts} onChange={(next) => address.set({ tab: next })} />
          </div>
        </div>
        <div
          ref={list}
          id="queue-panel"
          role="tabpanel"
          aria-labelledby={`tab-${tab}`}
          className="relative min-h-0 flex-1 xl:overflow-y-auto"
          {...holders}
        >
          <p aria-live="polite" className="sr-only">
            {waiting > 0 && `${waiting} new ${waiting === 1 ? 'request' : 'requests'}`}
          </p>
          {waiting > 0 && (
            <button
              type="button"
              onClick={release}
              className="sticky top-0 z-10 flex min-h-8 w-full items-center justify-center border-b bg-accent font-medium text-on-accent text-xs"
            >
              {waiting} new, show {waiting === 1 ? 'it' : 'them'}
            </button>
          )}
          {queue.isPending && <LoadingRows />}
          {queue.isError && !queue.data && (
            <Empty
              icon={CircleAlert}
              title="The queue could not be read"
              actions={<Button onClick={() => queue.refetch()}>Try again</Button>}
            >
              <p role="alert">{sentence(queue.error)}</p>
            </Empty>
          )}
          {queue.data && rows.length === 0 && (
            <QueueEmpty
              tab={tab}
              filtered={Object.keys(address.filters).length > 0}
              onClear={() => address.setFilters({})}
            />
          )}
          <ul>
            {rows.map((row) => (
              <li key={row.id}>
                <Row
                  row={row}
                  current={row.id === selected}
                  gone={gone.has(row.id)}
                  arrived={false}
                  onSelect={() => select(row.id)}
                />
              </li>
            ))}
          </ul>
          {queue.hasNextPage && rows.length > 0 && (
            <div className="flex flex-col items-center gap-2 p-4 text-faint text-xs">
              <p>These are the {rows.length} most urgent; there are more.</p>
              <Button onClick={() => queue.fetchNextPage()} aria-disabled={queue.isFetchingNextPage}>
                {queue.isFetchingNextPage ? 'Reading…' : 'Show more'}
              </Button>
            </div>
          )}
        </div>
      </div>

      <section
        aria-label="Selected request"
        className={cn('relative hidden min-w-0 flex-1 flex-col overflow-y-auto bg-surface', !bare && 'xl:flex')}
      >
        {selected ? (
          <RequestScreen
            key={selected}
            requestId={selected}
            onBack={() => select(undefined)}
            onNext={async (currentId) => {
              const next = rows.find((row) => row.id !== currentId && !gone.has(row.id) && row.state === 'pending');
              if (next) select(next.id);
              return next !== undefined;
            }}
          />
        ) : (
          <QueuePrompt rows={rows} tab={tab} onOpen={select} />
        )}
      </section>
    </div>
  );
}

function focusedId(list: HTMLElement | null): string | undefined {
  const active = document.activeElement;
  return active instanceof HTMLAnchorElement && list?.contains(active) ? active.pathname.split('/').at(-1) : undefined;
}

function LoadingRows() {
  return (
    <div role="status" aria-label="Reading the queue">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex flex-col gap-2 border-b px-4 py-3">
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="h-4.5 w-4/5" />
          <Skeleton className="h-3.5 w-40" />
        </div>
      ))}
    </div>
  );
}
