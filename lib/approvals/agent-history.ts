import type { Action, Envelope } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import type { ActivePolicy } from '../policy/active.ts';
import type { WindowFacts } from '../policy/facts.ts';

export interface AgentHistory {
  changed: boolean;
  windows: WindowFacts;
}

/** What intake says of an agent's history when the policy in force asks for none of it. */
export const noHistory: AgentHistory = { changed: false, windows: {} };

/** Whether any active rule or risk clause of the policy reads what only the agent's other Requests can tell. */
export function asksHistory(policy: ActivePolicy): boolean {
  return (
    policy.readsWindows.size > 0 ||
    [...policy.rules, ...policy.risk].some((one) => one.condition.refs.has('agent.changed'))
  );
}

/** What ran counts, whatever became of its Request afterwards. */
const hasRun = (request: string) => `EXISTS (SELECT 1 FROM redemption d WHERE d.request_id = ${request}.id)`;

/** Hold the agent's row until the transaction ends: two of its Requests are counted one after the other. */
export async function lockAgent(tx: Tx, agentId: string): Promise<void> {
  await tx.query({
    name: 'lock-agent',
    text: 'SELECT 1 FROM agent WHERE id = $1 FOR NO KEY UPDATE',
    values: [agentId],
  });
}

/**
 * The agent's counters, read under a lock on the agent, so that two Requests filed at once cannot both see the old total.
 *
 * Counted is what was filed before and is not denied, expired or cancelled. `except` is the Request that is revised.
 */
export async function readHistory(
  tx: Tx,
  policy: ActivePolicy,
  of: { agentId: string; credentialId: string; action: Action; envelope: Envelope; except?: string },
): Promise<AgentHistory> {
  await lockAgent(tx, of.agentId);
  const { action, resource } = of.action;
  const { rows } = await tx.query({
    name: 'agent-history',
    text: `
      WITH live AS (
        SELECT * FROM request WHERE agent_id = $1 AND id <> $5 AND created_at > now() - interval '1 day'
          AND (state NOT IN ('denied', 'expired', 'cancelled') OR ${hasRun('request')})
      )
      SELECT
        (SELECT count(*)::int FROM live WHERE created_at > now() - interval '1 minute') AS "requestsMinute",
        (SELECT count(*)::int FROM live WHERE created_at > now() - interval '1 hour') AS "requestsHour",
        (SELECT count(*)::int FROM live) AS "requestsDay",
        (SELECT count(*)::int FROM live WHERE created_at > now() - interval '1 hour'
          AND action_name = $2 AND resource_type = $3 AND resource_id = $4) AS "sameHour",
        (SELECT count(*)::int FROM request WHERE agent_id = $1 AND id <> $5 AND state IN ('pending', 'blocked')) AS pending,
        (SELECT count(*)::int FROM request WHERE agent_id = $1 AND id <> $5 AND state = 'denied'
          AND created_at > now() - interval '1 day') AS "deniedDay",
        (SELECT count(*)::int FROM event WHERE actor_id = $1 AND at > now() - interval '1 day'
          AND type IN ('request.refused', 'call.refused', 'decision.refused', 'grant.refused', 'outcome.refused')) AS "refusedDay",
        NOT EXISTS (SELECT 1 FROM request WHERE agent_id = $1 AND id <> $5 AND action_name = $2 AND resource_type = $3
          AND resource_id = $4 AND state = 'succeeded') AS "firstUse",
        (SELECT json_build_object('credentialId', r.credential_id, 'model', v.envelope -> 'model' ->> 'name')
          FROM request r JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
          WHERE r.agent_id = $1 AND r.state = 'succeeded' ORDER BY r.created_at DESC LIMIT 1) AS last`,
    values: [of.agentId, action.name, resource.type, resource.id, of.except ?? ''],
  });
  const { last, ...counts } = rows[0];
  const windows: Record<string, number | boolean> = {};
  for (const name of policy.readsWindows) if (Object.hasOwn(counts, name)) windows[name] = counts[name];
  for (const sum of policy.sums) windows[sum.name] = await sumOver(tx, of, sum);
  const changed =
    last !== null && (last.credentialId !== of.credentialId || (last.model ?? undefined) !== of.envelope.model?.name);
  return { changed, windows };
}

/** One `windows:` entry: the sum of a property over this agent's other live Requests. */
async function sumOver(
  tx: Tx,
  of: { agentId: string; except?: string },
  sum: { property: string; overSeconds: number },
): Promise<number> {
  const { rows } = await tx.query<{ sum: string | null }>({
    name: 'window-sum',
    text: `SELECT sum((v.facts #>> $3)::numeric)::text AS sum
      FROM request r JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
      WHERE r.agent_id = $1 AND r.id <> $2 AND r.created_at > now() - make_interval(secs => $4)
        AND (r.state NOT IN ('denied', 'expired', 'cancelled') OR ${hasRun('r')})`,
    values: [of.agentId, of.except ?? '', sum.property.split('.'), sum.overSeconds],
  });
  return Number(rows[0]?.sum ?? 0);
}
