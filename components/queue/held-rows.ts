import type { QueueRow } from '#protocol/wire.ts';

export interface HeldRows {
  /** What is on screen, in the order it is on screen. */
  rows: QueueRow[];
  /** Rows that are in the list now and not on screen yet. */
  waiting: number;
  /** Ids on screen that the list no longer holds: settled, or no longer this person's to decide. */
  gone: ReadonlySet<string>;
}

/**
 * The rows to show, given what was shown and what the list is now.
 *
 * While `held` (the reader's pointer or focus is in the list) nothing moves: new rows are only counted, and rows that
 * left keep their place, marked. What a row says is always current. Released, the list is simply the list.
 */
export function holdRows(shown: readonly QueueRow[], fresh: readonly QueueRow[], held: boolean): HeldRows {
  if (!held) return { rows: [...fresh], waiting: 0, gone: new Set() };
  const now = new Map(fresh.map((row) => [row.id, row]));
  const onScreen = new Set(shown.map((row) => row.id));
  return {
    rows: shown.map((row) => now.get(row.id) ?? row),
    waiting: fresh.filter((row) => !onScreen.has(row.id)).length,
    gone: new Set(shown.filter((row) => !now.has(row.id)).map((row) => row.id)),
  };
}
