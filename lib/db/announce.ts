import { channel } from './listen.ts';
import { pool } from './pool.ts';
import type { Tx } from './transaction.ts';

/** Tell every process that a Request is at a new version, when the transaction commits. */
export async function announceRequest(tx: Tx, requestId: string, version: number): Promise<void> {
  await tx.query({
    name: 'announce',
    text: 'SELECT pg_notify($1, $2)',
    values: [channel, `request:${requestId}:${version}`],
  });
}

const quietMilliseconds = 100;
let due = false;

/**
 * Tell every process, soon, that there is new work in the queue.
 *
 * Intake calls this after its commit. NOTIFY takes a lock that would make commits wait for one another, so it is done
 * outside of them and at most ten times a second; a lost one costs the queue a poll, nobody a decision.
 */
export function announceQueue(): void {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    pool()
      .query({ name: 'announce', text: 'SELECT pg_notify($1, $2)', values: [channel, 'queue'] })
      .catch(() => {});
  }, quietMilliseconds).unref();
}
