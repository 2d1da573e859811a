import { canonicalAction } from '#protocol/action.ts';
import type { Action } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';

/**
 * The agent's open or approved and unspent Request for the same Action, if it has one; `context.nonce` is not compared,
 * since every submission draws its own. Call it under the agent's lock, so that two attaching at once find one another.
 */
export async function openTwin(tx: Tx, agentId: string, action: Action): Promise<string | null> {
  const { rows } = await tx.query<{ id: string; action: string }>({
    name: 'open-twins',
    text: `SELECT r.id, v.action FROM request r JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
      WHERE r.agent_id = $1 AND r.state IN ('pending', 'blocked', 'approved') AND r.action_name = $2
        AND r.resource_type = $3 AND r.resource_id = $4
        AND (r.expires_at IS NULL OR r.expires_at > clock_timestamp() OR r.state = 'approved')
        AND (r.state <> 'approved' OR EXISTS (SELECT 1 FROM "grant" g WHERE g.request_id = r.id AND g.revoked_at IS NULL
          AND g.uses_left > 0 AND g.expires_at > clock_timestamp()))
      ORDER BY r.created_at DESC LIMIT 200`,
    values: [agentId, action.action.name, action.resource.type, action.resource.id],
  });
  const wanted = withoutNonce(action);
  return rows.find((row) => withoutNonce(JSON.parse(row.action) as Action) === wanted)?.id ?? null;
}

function withoutNonce(action: Action): string {
  const { nonce: _, ...context } = action.context;
  return canonicalAction({ ...action, context });
}
