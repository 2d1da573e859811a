import type { HumanActor } from '../identity/actor.ts';
import { lockAgent, recordStanding } from '../identity/agent-standing.ts';
import { changeDirectory } from '../identity/change-directory.ts';
import { revokeKeysOf } from '../identity/revoke-keys.ts';
import type { AgentStop } from './pause-agent.ts';
import { revokeGrantsOfAgent } from './revoke-grant.ts';

/**
 * Take an agent out of service for good: its keys are revoked, and so are the grants it has not spent.
 *
 * Its row stays, because the record names it.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function retireAgent(by: HumanActor, { agentId, reason }: AgentStop): Promise<void> {
  return changeDirectory(by, { operation: 'retireAgent', roles: ['admin'] }, async (change) => {
    const { ownerId } = await lockAgent(change, agentId);
    await change.tx.query('UPDATE agent SET retired_at = $2 WHERE id = $1', [agentId, change.now]);
    await recordStanding(change, 'agent.retired', { id: agentId, ownerId, reason });
    await revokeKeysOf(change, 'agent', agentId, reason);
    await revokeGrantsOfAgent(change.tx, agentId, 'agent_paused', change.actor);
  });
}
