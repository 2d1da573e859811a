import { announceRequest } from '../db/announce.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor, HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import type { EventActor } from '../log/event.ts';
import { type GrantForm, grantForm, readGrantRecord } from './get-grant.ts';
import { lockRequest } from './locked-request.ts';
import { type RevokeCause, revokeLiveGrant } from './revoke-live-grant.ts';

export interface RevokeGrant {
  grantId: string;
  reason: string;
}

/**
 * Take a grant back. Before redemption it is void and the Request `revoked`; after it, its executor is told to stop and
 * the Request stays what it is until the executor reports. Another grant that the Request holds meanwhile is untouched.
 *
 * Reviewers and administrators may, and the agent itself. Revoking twice answers the same.
 *
 * @throws Refusal `not_found`, `role_required`
 */
export async function revokeGrant(actor: Actor, input: RevokeGrant): Promise<GrantForm> {
  return transaction(async (tx) => {
    const found = await readGrantRecord(tx, input.grantId);
    const request = found && (await lockRequest(tx, found.requestId));
    if (!found || !request || !mayRevoke(actor, request.agentId))
      throw new Refusal('not_found', 'There is no such grant.');
    const revoked = await revokeLiveGrant(tx, request, {
      actor: eventActor(actor),
      cause: 'human',
      reason: input.reason,
      grantId: found.id,
    });
    if (revoked) {
      const version = request.version + 1;
      await tx.query({
        name: 'revoke-approved',
        text: `UPDATE request SET version = $2,
            settled_by = CASE state WHEN 'approved' THEN $3 ELSE settled_by END,
            state = CASE state WHEN 'approved' THEN 'revoked' ELSE state END
          WHERE id = $1`,
        values: [request.id, version, actor.kind === 'human' ? actor.personId : request.agentId],
      });
      await announceRequest(tx, request.id, version);
    }
    return grantForm((await readGrantRecord(tx, input.grantId))!);
  });
}

function mayRevoke(actor: Actor, agentId: string): boolean {
  if (actor.kind === 'agent') return actor.agentId === agentId;
  return actor.kind === 'human' && canStop(actor);
}

function canStop(person: HumanActor): boolean {
  if (person.roles.includes('reviewer') || person.roles.includes('admin')) return true;
  throw new Refusal('role_required', 'Revoking takes the reviewer or administrator role.');
}

/**
 * Void every unspent grant of an agent, in the transaction that pauses it or revokes its credential.
 *
 * Each Request is locked in turn, in the order of ids, so that two such sweeps never wait for one another in a circle.
 */
export async function revokeGrantsOfAgent(
  tx: Tx,
  agentId: string,
  cause: Extract<RevokeCause, 'agent_paused' | 'credential'>,
  actor: EventActor,
): Promise<number> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'unspent-of-agent',
    text: `SELECT DISTINCT request_id AS id FROM "grant" WHERE agent_id = $1 AND revoked_at IS NULL AND uses_left > 0 ORDER BY 1`,
    values: [agentId],
  });
  let revoked = 0;
  for (const { id } of rows) {
    const request = await lockRequest(tx, id);
    if (!request || !(await revokeLiveGrant(tx, request, { actor, cause }))) continue;
    revoked++;
    await tx.query({
      name: 'revoke-of-agent',
      text: `UPDATE request SET version = version + 1, state = CASE state WHEN 'approved' THEN 'revoked' ELSE state END WHERE id = $1`,
      values: [id],
    });
    await announceRequest(tx, id, request.version + 1);
  }
  return revoked;
}
