import type { Tx } from '../db/transaction.ts';
import { appendEvent } from '../log/append-events.ts';
import type { EventActor } from '../log/event.ts';
import type { LockedRequest } from './locked-request.ts';

export type RevokeCause =
  | 'human'
  | 'deny'
  | 'policy'
  | 'agent_paused'
  | 'credential'
  | 'approver_ineligible'
  | 'cancelled'
  | 'bypass'
  | 'revised';

export interface Revocation {
  actor: EventActor;
  cause: RevokeCause;
  reason?: string;
  prev?: Uint8Array;
  /** Only if it is this one; without it, whichever the Request holds. */
  grantId?: string;
}

/**
 * Void the Request's unspent grant, if it holds one, under the caller's lock on the Request. True when there was one.
 *
 * The row stays: redeeming it later answers `revoked`, and the Event says by whom and why.
 */
export async function revokeLiveGrant(
  tx: Tx,
  request: Pick<LockedRequest, 'id' | 'revision' | 'digest' | 'now'>,
  revocation: Revocation,
): Promise<boolean> {
  const { rows } = await tx.query<{ id: string; uses_left: number; leaf: Buffer }>({
    name: 'revoke-live-grant',
    text: `UPDATE "grant" SET revoked_at = $2, revoke_cause = $3 WHERE request_id = $1 AND revoked_at IS NULL
        AND ($4::text IS NULL OR id = $4)
      RETURNING id, uses_left, leaf`,
    values: [request.id, request.now, revocation.cause, revocation.grantId ?? null],
  });
  const grant = rows[0];
  if (!grant) return false;
  await appendEvent(tx, {
    type: 'grant.revoked',
    at: request.now,
    actor: revocation.actor,
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: revocation.prev ? [grant.leaf, revocation.prev] : [grant.leaf],
    data: { grant_id: grant.id, uses_left: grant.uses_left, cause: revocation.cause },
    ...(revocation.reason !== undefined && { committed: { reason: revocation.reason } }),
  });
  return true;
}
