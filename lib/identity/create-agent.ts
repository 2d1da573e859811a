import { newId } from '#protocol/id.ts';
import type { HumanActor } from './actor.ts';
import type { AgentModel, Trust } from './agent.ts';
import { recordSteward } from './agent-stewards.ts';
import { changeDirectory, type Operator } from './change-directory.ts';
import { checkRegistration, nameTaken } from './check-registration.ts';

export interface NewAgent {
  name: string;
  ownerId: string;
  executorId: string;
  /** Executors it may name besides its own. */
  executors?: readonly string[] | undefined;
  team?: string | undefined;
  trust?: Trust | undefined;
  model?: AgentModel | undefined;
  tags?: readonly string[] | undefined;
  actsFor?: readonly string[] | undefined;
}

/**
 * Register an agent. It has no key yet.
 *
 * Its owner, whoever registers it, and whoever issues its keys, will not count as approvers of what it asks for.
 *
 * @throws Refusal `role_required` unless an administrator, `invalid_field`
 */
export async function createAgent(by: HumanActor | Operator, agent: NewAgent): Promise<{ id: string }> {
  return changeDirectory(by, { operation: 'createAgent', roles: ['admin'] }, async ({ tx, now, personId, record }) => {
    const executors = [...new Set([agent.executorId, ...(agent.executors ?? [])])];
    await checkRegistration(tx, { ...agent, executorIds: executors });

    const id = newId('agt');
    const { rowCount } = await tx.query(
      `INSERT INTO agent (id, name, owner_id, team, trust, model, tags, acts_for, executor_id, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (name) DO NOTHING`,
      [
        id,
        agent.name,
        agent.ownerId,
        agent.team ?? null,
        agent.trust ?? 'standard',
        agent.model ? JSON.stringify(agent.model) : null,
        agent.tags ?? [],
        agent.actsFor ?? [],
        agent.executorId,
        personId,
        now,
      ],
    );
    if (rowCount === 0) throw nameTaken(agent.name);
    await tx.query('INSERT INTO agent_executor (agent_id, executor_id) SELECT $1, unnest($2::text[])', [id, executors]);
    await recordSteward(tx, id, agent.ownerId, 'owner');
    await recordSteward(tx, id, personId, 'changer');
    await record({
      type: 'agent.registered',
      subject: { kind: 'agent', id },
      data: { agent_id: id, owner_id: agent.ownerId, ...(agent.model && { model: { ...agent.model } }), changed: [] },
    });
    return { id };
  });
}
