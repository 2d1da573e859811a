import { pool } from './db/pool.ts';
import type { Tx } from './db/transaction.ts';

/** How far the database's clock is ahead of this process's, in milliseconds; measured on the listening connection. */
const shared = globalThis as typeof globalThis & { countersignClockOffset?: number };

/**
 * The database's time as this process knows it, in whole milliseconds.
 *
 * Only intake uses it, which has a single round trip; a trigger refuses an Event that is more than five seconds off.
 * Every verb that reads before it writes takes the time from that read instead.
 */
export function steeredNow(): Date {
  return new Date(Date.now() + (shared.countersignClockOffset ?? 0));
}

/** The database's time, in whole milliseconds: in a transaction that of this moment, not of its beginning. */
export async function databaseNow(from: Tx): Promise<Date> {
  const { rows } = await from.query<{ now: Date }>({
    name: 'database-now',
    text: `SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
  });
  return rows[0]!.now;
}

/** Measure the offset again, assuming the answer was stamped half way through the round trip. */
export async function steerClock(): Promise<void> {
  const before = Date.now();
  const now = await databaseNow(pool());
  const after = Date.now();
  shared.countersignClockOffset = Math.round(now.getTime() - (before + after) / 2);
}
