import type { Tx } from '../db/transaction.ts';
import type { AgentActor } from './actor.ts';

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
