import { Refusal } from '../errors/refusal.ts';
import type { DirectoryChange } from './change-directory.ts';

interface AgentStanding {
  ownerId: string;
  paused: boolean;
}

/**
 * An agent in service, locked until the change ends.
 *
 * @throws Refusal `not_found`
 */
export async function lockAgent({ tx }: DirectoryChange, agentId: string): Promise<AgentStanding> {
  const { rows } = await tx.query<AgentStanding>(
    `SELECT owner_id AS "ownerId", paused_at IS NOT NULL AS paused FROM agent
      WHERE id = $1 AND retired_at IS NULL FOR UPDATE`,
    [agentId],
  );
  if (!rows[0]) throw new Refusal('not_found', 'There is no such agent in service.');
  return rows[0];
}

/** Write that an agent was paused, resumed or retired. */
export async function recordStanding(
  { record }: DirectoryChange,
  type: 'agent.paused' | 'agent.resumed' | 'agent.retired',
  agent: { id: string; ownerId: string; reason?: string | undefined },
): Promise<void> {
  await record({
    type,
    subject: { kind: 'agent', id: agent.id },
    data: { agent_id: agent.id, owner_id: agent.ownerId, changed: [] },
    ...(agent.reason !== undefined && { committed: { reason: agent.reason } }),
  });
}
