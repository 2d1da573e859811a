import { prisma } from '../db/prisma.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import type { Agent, AgentModel, Trust } from './agent.ts';
import { credentialsOf, ownersById } from './registration-details.ts';
import { requireRole } from './require-role.ts';

/**
 * Every agent, those in service first, by name.
 *
 * @throws Refusal `role_required` unless a reviewer, auditor or administrator
 */
export async function listAgents(person: HumanActor): Promise<Agent[]> {
  requireRole(person, ['reviewer', 'auditor', 'admin']);
  return readAgents();
}

/** @throws Refusal `role_required`, `not_found` */
export async function getAgent(person: HumanActor, agentId: string): Promise<Agent> {
  requireRole(person, ['reviewer', 'auditor', 'admin']);
  const [agent] = await readAgents(agentId);
  if (!agent) throw new Refusal('not_found', 'There is no such agent.');
  return agent;
}

async function readAgents(id?: string): Promise<Agent[]> {
  const rows = await prisma().agent.findMany({
    ...(id && { where: { id } }),
    orderBy: [{ retiredAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
  });
  const ids = rows.map((row) => row.id);
  const [owners, credentials, executors] = await Promise.all([
    ownersById(rows),
    credentialsOf('agent', ids),
    prisma().agentExecutor.findMany({ where: { agentId: { in: ids } }, orderBy: { executorId: 'asc' } }),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    owner: owners.get(row.ownerId)!,
    team: row.team,
    trust: row.trust as Trust,
    model: row.model as AgentModel | null,
    tags: row.tags,
    actsFor: row.actsFor,
    executorId: row.executorId,
    executors: executors.filter(({ agentId }) => agentId === row.id).map(({ executorId }) => executorId),
    createdAt: row.createdAt,
    pausedAt: row.pausedAt,
    retiredAt: row.retiredAt,
    credentials: credentials.get(row.id) ?? [],
  }));
}
