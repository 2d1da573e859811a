import type { Tx } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import { changeDirectory } from './change-directory.ts';
import { checkRegistration, nameTaken } from './check-registration.ts';
import type { NewAgent } from './create-agent.ts';

/** Members that are absent stay as they are; `null` empties one that may be empty. */
export type AgentChange = {
  [Member in keyof NewAgent]?: NewAgent[Member] | (Member extends 'team' | 'model' ? null : never);
};

/** What an agent is registered with: member by member, its column and how its Event names it. */
const columns: readonly (readonly [keyof AgentChange & keyof AgentRow, string])[] = [
  ['name', 'name'],
  ['ownerId', 'owner_id'],
  ['team', 'team'],
  ['trust', 'trust'],
  ['model', 'model'],
  ['tags', 'tags'],
  ['actsFor', 'acts_for'],
  ['executorId', 'executor_id'],
  ['executors', 'executors'],
];

type AgentRow = Required<Record<keyof NewAgent, unknown>> & {
  ownerId: string;
  executors: string[];
  executorId: string;
};

/**
 * Change what an agent is registered with.
 *
 * A new owner joins those who may not approve; the former ones stay excluded from every Request filed until now,
 * because exclusions are stored at filing and only grow.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`, `invalid_field`
 */
export async function updateAgent(by: HumanActor, { agentId, ...change }: AgentChange & { agentId: string }) {
  return changeDirectory(by, { operation: 'updateAgent', roles: ['admin'] }, async ({ tx, record }) => {
    const before = await lockAgent(tx, agentId);
    const after = { ...before };
    for (const [member] of columns)
      if (change[member] !== undefined) Object.assign(after, { [member]: change[member] });
    after.executors = [...new Set([after.executorId, ...after.executors])].sort();
    const changed = columns.filter(([member]) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
    if (changed.length === 0) return;

    await checkRegistration(tx, { ...change, executorIds: after.executors } as never);
    await writeAgent(tx, agentId, after);
    await record({
      type: 'agent.changed',
      subject: { kind: 'agent', id: agentId },
      data: { agent_id: agentId, owner_id: after.ownerId, changed: changed.map(([, name]) => name) },
    });
  });
}

async function lockAgent(tx: Tx, agentId: string): Promise<AgentRow> {
  const { rows } = await tx.query<AgentRow>(
    `SELECT name, owner_id AS "ownerId", team, trust, model, tags, acts_for AS "actsFor", executor_id AS "executorId",
        ARRAY(SELECT executor_id FROM agent_executor WHERE agent_id = a.id ORDER BY executor_id) AS executors
      FROM agent a WHERE id = $1 AND retired_at IS NULL FOR UPDATE`,
    [agentId],
  );
  if (!rows[0]) throw new Refusal('not_found', 'There is no such agent in service.');
  return rows[0];
}

async function writeAgent(tx: Tx, agentId: string, agent: AgentRow): Promise<void> {
  const model = agent.model === null ? null : JSON.stringify(agent.model);
  await tx
    .query(
      `UPDATE agent SET name = $2, owner_id = $3, team = $4, trust = $5, model = $6, tags = $7, acts_for = $8,
        executor_id = $9 WHERE id = $1`,
      [agentId, agent.name, agent.ownerId, agent.team, agent.trust, model, agent.tags, agent.actsFor, agent.executorId],
    )
    .catch((error: { constraint?: string }) => {
      throw error.constraint === 'agent_name_key' ? nameTaken(String(agent.name)) : error;
    });
  await tx.query('DELETE FROM agent_executor WHERE agent_id = $1', [agentId]);
  await tx.query('INSERT INTO agent_executor (agent_id, executor_id) SELECT $1, unnest($2::text[])', [
    agentId,
    agent.executors,
  ]);
}
