import { databaseNow } from '../clock.ts';
import { transaction } from '../db/transaction.ts';
import type { ProblemCode, Refusal } from '../errors/refusal.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import type { Actor } from './actor.ts';
import { eventActor } from './event-actor.ts';

const recorded = new WeakSet<Refusal>();

/** True when the Event of this refusal is already committed. */
export function isRecorded(refusal: Refusal): boolean {
  return recorded.has(refusal);
}

/** Mark a refusal whose Event its verb committed itself. Returns it, to be thrown. */
export function markRecorded(refusal: Refusal): Refusal {
  recorded.add(refusal);
  return refusal;
}

export interface RefusedCall {
  /** The operation as the API names it, such as `submitRequest`. */
  operation: string;
  reason: ProblemCode;
  requestId?: string;
  /** Of the body as it arrived; the body itself is not kept. */
  bodyDigest?: string;
}

/**
 * Commit the Event of a known caller's refused call, for refusals that happen before any verb could record its own.
 *
 * A refused submission is `request.refused`, everything else `call.refused`.
 */
export async function recordRefusal(actor: Actor, call: RefusedCall): Promise<void> {
  const submission = call.operation === 'submitRequest';
  await transaction(async (tx) => {
    await appendEvent(tx, {
      type: submission ? 'request.refused' : 'call.refused',
      at: await databaseNow(tx),
      actor: eventActor(actor),
      subject: { kind: 'call', id: call.operation },
      ...(call.requestId && { request: call.requestId }),
      data: submission
        ? { reason: call.reason, body_digest: call.bodyDigest ?? digestOf('') }
        : { reason: call.reason, operation: call.operation },
    });
  });
}
