'use client';

import { useQuery } from '@tanstack/react-query';
import { Menu as MenuIcon, WifiOff } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { needsMeOptions } from '#components/queue/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import { KeyHelp } from './key-help.tsx';
import { useConnection, usePolling } from './live.tsx';
import { PersonMenu } from './person-menu.tsx';
import { isPlace, placesFor } from './places.ts';
import { useViewer } from './viewer.tsx';
import { Wordmark } from './wordmark.tsx';

/** The frame around every screen: navigation beside it on a desk, above it on a phone. */
export function Shell({
  signOut,
  banner,
  children,
}: {
  signOut: () => Promise<void>;
  /** What every page has to say first. */
  banner?: ReactNode;
  children: ReactNode;
}) {
  const viewer = useViewer();
  const pathname = usePathname();
  const router = useRouter();
  const needsMe = useNeedsMeCount(viewer.roles.includes('reviewer'));
  const places = placesFor(viewer.roles);
  return (
    <KeyHelp>
      {(openKeys) => (
        <div className="flex min-h-dvh flex-col lg:flex-row">
          <a
            href="#main"
            className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            Skip to content
          </a>

          <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-surface px-3 lg:hidden">
            <Link href="/" aria-label="Countersign, to the start" className="mr-auto rounded-sm">
              <Wordmark />
            </Link>
            {needsMe > 0 && (
              <Link
                href="/"
                className="rounded-sm bg-state-waiting-soft px-2 py-1 font-medium text-state-waiting text-xs tabular-nums"
              >
                {countWord(needsMe)} need you
              </Link>
            )}
            <PersonMenu signOut={signOut} onKeys={openKeys} compact />
            <Menu
              align="end"
              trigger={
                <Button tone="quiet" size="icon" aria-label="Navigation">
                  <MenuIcon aria-hidden className="size-4" />
                </Button>
              }
            >
              {places.map(({ href, name, icon: Icon }) => (
                <MenuItem key={href} onSelect={() => router.push(href)}>
                  <Icon aria-hidden className="size-4 text-muted" />
                  <span
                    aria-current={isPlace(href, pathname) ? 'page' : undefined}
                    className="aria-[current]:font-semibold"
                  >
                    {name}
                  </span>
                </MenuItem>
              ))}
            </Menu>
          </header>

          <aside className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-r bg-canvas p-3 lg:flex">
            <Link href="/" aria-label="Countersign, to the start" className="mb-5 rounded-sm px-2 pt-1">
              <Wordmark />
            </Link>
            <nav aria-label="Main" className="flex flex-col gap-0.5">
              {places.map(({ href, name, icon: Icon }) => {
                const here = isPlace(href, pathname);
                return (
                  <Link
                    key={href}
                    href={href}
                    aria-current={here ? 'page' : undefined}
                    className={cn(
                      'flex min-h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:bg-raised hover:text-ink',
                      here && 'bg-raised font-medium text-ink',
                    )}
                  >
                    <Icon aria-hidden className="size-4" strokeWidth={here ? 2.25 : 1.75} />
                    {name}
                    {href === '/' && needsMe > 0 && (
                      <span className="ml-auto font-semibold text-accent text-xs tabular-nums">
                        {countWord(needsMe)}
                        <span className="sr-only"> waiting for you</span>
                      </span>
                    )}
                  </Link>
                );
              })}
            </nav>
            <div className="mt-auto flex flex-col gap-2">
              <ConnectionLine />
              <PersonMenu signOut={signOut} onKeys={openKeys} />
            </div>
          </aside>

          <div className="flex min-w-0 flex-1 flex-col">
            {banner}
            <OfflineBar />
            <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
              {children}
            </main>
          </div>
        </div>
      )}
    </KeyHelp>
  );
}

/** How many requests wait for this person, in the navigation and in the tab's title. */
function useNeedsMeCount(isReviewer: boolean): number {
  const { data } = useQuery({ ...needsMeOptions(), refetchInterval: usePolling(), enabled: isReviewer });
  const count = data?.counts?.needs_me ?? data?.items.length ?? 0;
  useEffect(() => {
    const bare = document.title.replace(/^\(\d+\+?\) /, '');
    document.title = count > 0 ? `(${countWord(count)}) ${bare}` : bare;
  }, [count]);
  return count;
}

const countWord = (count: number): string => (count > 99 ? '99+' : String(count));

function ConnectionLine() {
  const connection = useConnection();
  const words = { live: 'Live', connecting: 'Connecting', polling: 'Checking every few seconds', offline: 'Offline' }[
    connection
  ];
  return (
    <p className="flex items-center gap-2 px-2 text-faint text-xs">
      <span
        aria-hidden
        className={cn(
          'size-1.5 rounded-full',
          connection === 'live' ? 'bg-state-approved' : connection === 'offline' ? 'bg-state-denied' : 'bg-line-strong',
        )}
      />
      {words}
    </p>
  );
}

function OfflineBar() {
  return useConnection() === 'offline' ? (
    <p role="status" className="flex items-center gap-2 bg-risk-elevated-soft px-4 py-2 font-medium text-risk-elevated">
      <WifiOff aria-hidden className="size-4" />
      No connection for more than 30 seconds. What you see may be out of date; a decision is read again before it
      counts.
    </p>
  ) : null;
}
