import type { RequestForm } from '#protocol/wire.ts';
import { announceRequest } from '../db/announce.ts';
import { transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { lockRequest } from '../grants/locked-request.ts';
import { revokeLiveGrant } from '../grants/revoke-live-grant.ts';
import type { Actor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { assertCredentialLive } from '../identity/in-service.ts';
import { appendEvent } from '../log/append-events.ts';
import { getRequest } from './get-request.ts';

export interface CancelRequest {
  requestId: string;
  reason: string;
}

/**
 * Give a Request up before it runs. An unspent grant is voided with it.
 *
 * Cancel meets approve and cancel meets redeem under the Request's lock: whichever comes first stands. Cancelling twice
 * answers the same.
 *
 * @throws Refusal `not_found`, `already_redeemed` (revoke instead), `already_settled`, `expired`,
 *   `credential_revoked`, `credential_expired`
 */
export async function cancelRequest(actor: Actor, input: CancelRequest): Promise<RequestForm> {
  await transaction(async (tx) => {
    await assertCredentialLive(tx, actor);
    const request = await lockRequest(tx, input.requestId);
    const mayCancel =
      request &&
      (actor.kind === 'agent'
        ? actor.agentId === request.agentId
        : actor.kind === 'human' && actor.roles.includes('admin'));
    if (!request || !mayCancel) throw new Refusal('not_found', 'There is no such request.');
    switch (request.state) {
      case 'cancelled':
        return;
      case 'redeemed':
      case 'succeeded':
      case 'failed':
      case 'outcome_unknown':
        throw new Refusal('already_redeemed', 'Its grant was already redeemed. Revoke the grant to stop a run.');
      case 'denied':
      case 'revoked':
        throw new Refusal('already_settled', `This request is already ${request.state}.`, { state: request.state });
      case 'expired':
        throw new Refusal('expired', 'The deadline has passed already.');
      case 'pending':
      case 'blocked':
        if (request.expiresAt && request.now >= request.expiresAt)
          throw new Refusal('expired', 'The deadline has passed already.');
        break;
      case 'approved':
        break;
    }
    const version = request.version + 1;
    const cancelled = await appendEvent(tx, {
      type: 'request.cancelled',
      at: request.now,
      actor: eventActor(actor),
      subject: { digest: request.digest },
      request: request.id,
      revision: request.revision,
      prev: [request.groundLeaf ?? request.submittedLeaf ?? request.evaluatedLeaf],
      data: {},
      committed: { reason: input.reason },
    });
    await revokeLiveGrant(tx, request, { actor: eventActor(actor), cause: 'cancelled', prev: cancelled.leafHash });
    await tx.query({
      name: 'cancel-request',
      text: `UPDATE request SET state = 'cancelled', version = $2, settled_at = $3, settled_by = $4, open_groups = '{}' WHERE id = $1`,
      values: [request.id, version, request.now, actor.kind === 'human' ? actor.personId : request.agentId],
    });
    await announceRequest(tx, request.id, version);
  });
  return getRequest(actor, input.requestId);
}
