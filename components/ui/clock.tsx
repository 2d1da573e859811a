'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

/**
 * One ticking clock for the whole page, set by the server.
 *
 * Deadlines are the database's; a reviewer's laptop may be minutes off. The page carries the server's time when it was
 * rendered, and every countdown uses that plus the time passed since.
 */
class Clock {
  private readonly offset: number;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;
  readonly start: number;

  constructor(serverNow: number) {
    this.start = serverNow;
    this.offset = typeof window === 'undefined' ? 0 : serverNow - Date.now();
  }

  now = (): number => Date.now() + this.offset;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => {
      for (const each of this.listeners) each();
    }, 1000);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };
}

const ClockContext = createContext<Clock | null>(null);
let pageClock: Clock | undefined;

export function ClockProvider({ serverNow, children }: { serverNow: number; children: ReactNode }) {
  return <ClockContext.Provider value={clockOf(serverNow)}>{children}</ClockContext.Provider>;
}

/** On the server a clock per answer; in the browser the first one stays, so that no countdown jumps when a page is refreshed. */
function clockOf(serverNow: number): Clock {
  if (typeof window === 'undefined') return new Clock(serverNow);
  pageClock ??= new Clock(serverNow);
  return pageClock;
}

/** `read(now)` again each second; re-renders only when its answer changes. */
export function useClock<Reading extends string | number | boolean>(read: (now: number) => Reading): Reading {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useClock needs a ClockProvider above it.');
  return useSyncExternalStore(
    clock.subscribe,
    () => read(Math.floor(clock.now() / 1000) * 1000),
    () => read(Math.floor(clock.start / 1000) * 1000),
  );
}
