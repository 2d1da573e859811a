import type { HumanActor } from '../identity/actor.ts';
import { lockAgent, recordStanding } from '../identity/agent-standing.ts';
import { changeDirectory } from '../identity/change-directory.ts';
import { revokeGrantsOfAgent } from './revoke-grant.ts';

export interface AgentStop {
  agentId: string;
  reason?: string | undefined;
}

/**
 * Stop an agent: from this commit on nothing it files is accepted, and the grants it has not spent are void.
 *
 * Any reviewer may do it, because whoever sees something wrong should not have to look for an administrator. Pausing an
 * agent that is paused changes nothing.
 *
 * @throws Refusal `role_required` unless a reviewer or administrator, `not_found`
 */
export async function pauseAgent(by: HumanActor, { agentId, reason }: AgentStop): Promise<void> {
  return changeDirectory(by, { operation: 'pauseAgent', roles: ['reviewer', 'admin'] }, async (change) => {
    const agent = await lockAgent(change, agentId);
    if (agent.paused) return;
    const { tx, now, personId } = change;
    await tx.query('UPDATE agent SET paused_at = $2, paused_by_id = $3 WHERE id = $1', [agentId, now, personId]);
    await recordStanding(change, 'agent.paused', { id: agentId, ownerId: agent.ownerId, reason });
    await revokeGrantsOfAgent(tx, agentId, 'agent_paused', change.actor);
  });
}
