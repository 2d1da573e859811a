import { expireRequests } from '../approvals/expire-requests.ts';
import { forgetIdempotencyKeys } from '../approvals/forget-keys.ts';
import { recheckOpenRequests } from '../approvals/recheck-open.ts';
import { steerClock } from '../clock.ts';
import { pool } from '../db/pool.ts';
import { every, type Job } from './every.ts';

const second = 1_000;
const day = 86_400 * second;

/**
 * Start what happens by the clock. Nothing is correct only because of it: every verb compares the time itself, and what
 * a job writes is what the verbs already answer.
 */
export function startJobs(): Job[] {
  return [
    every(second, 'expire requests', expireRequests),
    every(10 * second, 'recheck open requests', recheckOpenRequests),
    every(30 * second, 'steer the clock', steerClock),
    every(3_600 * second, 'forget idempotency keys', forgetIdempotencyKeys),
    every(day, 'prepare event partitions', ensurePartitions),
  ];
}

/** This month's partition and three more; without one an Event could not be written, and nothing would be decided. */
export async function ensurePartitions(): Promise<void> {
  await pool().query('SELECT ensure_event_partitions(3)');
}
