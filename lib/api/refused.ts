import { isId } from '#protocol/id.ts';
import { visibleRequest } from '../approvals/get-request.ts';
import { databaseNow } from '../clock.ts';
import { transaction } from '../db/transaction.ts';
import type { ProblemCode, Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { isRecorded, recordRefusal } from '../identity/record-refusal.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import { systemActor } from '../log/system-actor.ts';
import type { Route } from './define-route.ts';

export interface RefusedAttempt {
  refusal: Refusal;
  route: Route;
  actor: Actor | null;
  requestId?: string | undefined;
  body?: Uint8Array | undefined;
}

/** Told once a minute instead of once each: who is not known, or is too fast, must not fill the log. */
const countedOnly = new Set<ProblemCode>(['rate_limited', 'too_many_waits']);
/** The Event could not be written either. */
const unwritable = new Set<ProblemCode>(['log_unavailable']);

const counts = new Map<string, number>();
let countedSince = new Date();

/**
 * See that a refusal leaves its trace before the caller learns of it: an Event of its own for a known caller, unless
 * the verb has committed one; a count for everybody else.
 */
export async function noteRefusal({ refusal, route, actor, requestId, body }: RefusedAttempt): Promise<void> {
  if (isRecorded(refusal) || unwritable.has(refusal.code)) return;
  if (!actor || countedOnly.has(refusal.code)) {
    counts.set(refusal.code, (counts.get(refusal.code) ?? 0) + 1);
    return;
  }
  await recordRefusal(actor, {
    operation: route.operation,
    reason: refusal.code,
    ...(isId(requestId, 'req') && (await mayName(actor, requestId)) && { requestId }),
    ...(body && { bodyDigest: digestOf(body) }),
  });
}

/** Whether the Event may stand among those of the Request: a stranger who guesses an id writes nothing beside it. */
async function mayName(actor: Actor, requestId: string): Promise<boolean> {
  return visibleRequest(actor, requestId).then(
    () => true,
    () => false,
  );
}

/**
 * Write what was counted since the last time as one Event. Runs every minute and at shutdown.
 *
 * Counts that could not be written are kept for the next time.
 */
export async function writeCountedRefusals(): Promise<void> {
  if (counts.size === 0) return;
  const counted = Object.fromEntries(counts);
  const since = countedSince;
  counts.clear();
  countedSince = new Date();
  try {
    await transaction(async (tx) => {
      const at = await databaseNow(tx);
      await appendEvent(tx, {
        type: 'refusals.counted',
        at,
        actor: systemActor,
        subject: { kind: 'call', id: 'refusals' },
        data: { from_at: since.toISOString(), until_at: at.toISOString(), counts: counted },
      });
    });
  } catch (error) {
    for (const [code, count] of Object.entries(counted)) counts.set(code, (counts.get(code) ?? 0) + count);
    countedSince = since;
    throw error;
  }
}
