/** How many there were in how long, and how long one took, in milliseconds. */
export interface Series {
  perSecond: number;
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

export function series(milliseconds: readonly number[], elapsedSeconds: number): Series {
  if (milliseconds.length === 0) throw new Error('Nothing ended in the time given. Measure for longer: --seconds 10.');
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return {
    perSecond: sorted.length / elapsedSeconds,
    count: sorted.length,
    p50: at(sorted, 0.5),
    p95: at(sorted, 0.95),
    p99: at(sorted, 0.99),
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** The series whose rate is in the middle: one disturbed round neither makes nor breaks a figure. */
export function middle(rounds: readonly Series[]): Series {
  return [...rounds].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(rounds.length / 2)]!;
}

export interface Bounds {
  seconds: number;
  warmSeconds?: number;
  /** Ends it early, the first stretch included. */
  most?: number;
}

/**
 * Callers that each do one thing after the other until time is up; a first stretch is not counted.
 *
 * Where hardly anything ends in the time given, it goes on, up to ten times as long, until a few have.
 */
export async function repeat(
  callers: number,
  { seconds, warmSeconds = 1, most = Number.POSITIVE_INFINITY }: Bounds,
  once: (caller: number) => Promise<void>,
): Promise<Series> {
  const begin = performance.now() + warmSeconds * 1000;
  const taken: number[] = [];
  let begun = 0;
  let last = begin;
  const isOver = (now: number) => now >= begin + seconds * 1000 * (taken.length < 2 * callers ? 10 : 1);
  const one = async (caller: number) => {
    for (;;) {
      const from = performance.now();
      if (isOver(from) || begun++ >= most) return;
      await once(caller);
      const to = performance.now();
      if (to < begin || isOver(to)) continue;
      taken.push(to - from);
      last = to;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => one(caller)));
  return series(taken, (last - begin) / 1000);
}
