import type { HumanActor } from '../identity/actor.ts';
import { lockAgent, recordStanding } from '../identity/agent-standing.ts';
import { changeDirectory } from '../identity/change-directory.ts';
import type { AgentStop } from './pause-agent.ts';
import { revokeGrantsOfAgent } from './revoke-grant.ts';

/**
 * Let a paused agent ask again. The grants that pausing revoked stay revoked, and so does one that policy gave at the very
 * moment of the pause: it committed too late for that sweep, and nothing new came in since.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function resumeAgent(by: HumanActor, { agentId, reason }: AgentStop): Promise<void> {
  return changeDirectory(by, { operation: 'resumeAgent', roles: ['admin'] }, async (change) => {
    const agent = await lockAgent(change, agentId);
    if (!agent.paused) return;
    await revokeGrantsOfAgent(change.tx, agentId, 'agent_paused', change.actor);
    await change.tx.query('UPDATE agent SET paused_at = NULL, paused_by_id = NULL WHERE id = $1', [agentId]);
    await recordStanding(change, 'agent.resumed', { id: agentId, ownerId: agent.ownerId, reason });
  });
}
