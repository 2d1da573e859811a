import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import type { AgentModel, Trust } from './agent.ts';
import { recordSteward } from './agent-stewards.ts';
import { changeDirectory } from './change-directory.ts';
import { checkRegistration, nameTaken } from './check-registration.ts';

interface Registered {
  name: string;
  ownerId: string;
  team: string | null;
  trust: Trust;
  model: AgentModel | null;
  tags: readonly string[];
  actsFor: readonly string[];
  executorId: string;
  executors: readonly string[];
}

/** Members that are absent stay as they are. */
export type AgentChange = { agentId: string } & { [Member in keyof Registered]?: Registered[Member] | undefined };

/** How an Event names each member, and in which order. */
const eventNames: Record<keyof Registered, string> = {
  name: 'name',
  ownerId: 'owner_id',
  team: 'team',
  trust: 'trust',
  model: 'model',
  tags: 'tags',
  actsFor: 'acts_for',
  executorId: 'executor_id',
  executors: 'executors',
};

/** Who answers for the agent, for whom it acts and what runs for it. */
const authority = new Set<keyof Registered>(['ownerId', 'actsFor', 'executorId', 'executors']);

/**
 * Change what an agent is registered with.
 *
 * A new owner joins those who may not approve. The former ones stay excluded from every Request filed until now, because
 * exclusions are stored at filing and only grow, and from what is filed later while a key they may know lives. So does
 * whoever made the change.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`, `invalid_field`
 */
export async function updateAgent(by: HumanActor, { agentId, ...change }: AgentChange): Promise<void> {
  return changeDirectory(by, { operation: 'updateAgent', roles: ['admin'] }, async ({ tx, personId, record }) => {
    const before = await lockRegistered(tx, agentId);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const after: Registered = { ...before, ...given };
    after.executors = [...new Set([after.executorId, ...after.executors])].sort();
    const members = Object.keys(eventNames) as (keyof Registered)[];
    const changed = members.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
    if (changed.length === 0) return;

    const added = after.executors.filter((id) => !before.executors.includes(id) || id === change.executorId);
    await checkRegistration(tx, { ...change, executorIds: added });
    await writeRegistered(tx, agentId, after);
    if (changed.includes('ownerId')) await recordSteward(tx, agentId, after.ownerId, 'owner');
    if (changed.some((member) => authority.has(member))) await recordSteward(tx, agentId, personId, 'changer');
    await record({
      type: 'agent.changed',
      subject: { kind: 'agent', id: agentId },
      data: {
        agent_id: agentId,
        owner_id: after.ownerId,
        ...(after.model && { model: { ...after.model } }),
        changed: changed.map((member) => eventNames[member]),
      },
    });
  });
}

async function lockRegistered(tx: Tx, agentId: string): Promise<Registered> {
  const { rows } = await tx.query<Registered>(
    `SELECT name, owner_id AS "ownerId", team, trust, model, tags, acts_for AS "actsFor", executor_id AS "executorId",
        ARRAY(SELECT executor_id FROM agent_executor WHERE agent_id = a.id ORDER BY executor_id) AS executors
      FROM agent a WHERE id = $1 AND retired_at IS NULL FOR UPDATE`,
    [agentId],
  );
  if (!rows[0]) throw new Refusal('not_found', 'There is no such agent in service.');
  return rows[0];
}

async function writeRegistered(tx: Tx, agentId: string, agent: Registered): Promise<void> {
  const { name, ownerId, team, trust, model, tags, actsFor, executorId, executors } = agent;
  await tx
    .query(
      `UPDATE agent SET name = $2, owner_id = $3, team = $4, trust = $5, model = $6, tags = $7, acts_for = $8,
        executor_id = $9 WHERE id = $1`,
      [agentId, name, ownerId, team, trust, model && JSON.stringify(model), tags, actsFor, executorId],
    )
    .catch((error: { constraint?: string }) => {
      throw error.constraint === 'agent_name_key' ? nameTaken(name) : error;
    });
  await tx.query('DELETE FROM agent_executor WHERE agent_id = $1', [agentId]);
  await tx.query('INSERT INTO agent_executor (agent_id, executor_id) SELECT $1, unnest($2::text[])', [
    agentId,
    executors,
  ]);
}
