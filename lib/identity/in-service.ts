import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor, AgentActor } from './actor.ts';

/**
 * SQL that is true of a key `c` and its agent `a` that may have something filed at this moment.
 *
 * Read it with `FOR KEY SHARE OF c, a` where a grant may be minted: whoever pauses the agent or revokes the key locks
 * those rows, so either they see the grant and void it, or it is never minted.
 */
export const inService = `c.revoked_at IS NULL AND c.expires_at > clock_timestamp()
  AND a.paused_at IS NULL AND a.retired_at IS NULL`;

/** Whether this agent, by this key, may have something filed; nobody can stop it before the transaction ends. */
export async function isInService(tx: Tx, caller: AgentActor): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'in-service',
    text: `SELECT 1 FROM credential c JOIN agent a ON a.id = c.holder_id WHERE c.id = $1 AND a.id = $2 AND ${inService}
      FOR KEY SHARE OF c, a`,
    values: [caller.credentialId, caller.agentId],
  });
  return rowCount === 1;
}

/**
 * Ask once more, inside the transaction that does something, whether the key it came with still opens anything.
 *
 * Authentication may have answered from memory, up to five seconds after a revocation in another process whose
 * announcement was lost. Call it before any other lock: whoever revokes a key locks it first and its requests after, so
 * either they wait for this transaction, or it finds the key revoked. People have a session, which is never remembered.
 *
 * @throws Refusal `credential_revoked`, `credential_expired`
 */
export async function assertCredentialLive(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind === 'human') return;
  const { rows } = await tx.query<{ revoked: boolean; expired: boolean }>({
    name: 'credential-live',
    text: `SELECT revoked_at IS NOT NULL AS revoked, expires_at <= clock_timestamp() AS expired FROM credential
      WHERE id = $1 AND holder_kind = $2 AND holder_id = $3 FOR KEY SHARE`,
    values: [actor.credentialId, actor.kind, actor.kind === 'agent' ? actor.agentId : actor.executorId],
  });
  const key = rows[0];
  if (!key || key.revoked) throw new Refusal('credential_revoked', credentialDetails.credential_revoked);
  if (key.expired) throw new Refusal('credential_expired', credentialDetails.credential_expired);
}

/** What a key that no longer opens anything is told. */
export const credentialDetails = {
  credential_revoked: 'This key was revoked. An administrator can issue another one.',
  credential_expired: 'This key has expired. An administrator can issue another one.',
} as const;
