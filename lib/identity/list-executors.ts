import { prisma } from '../db/prisma.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import type { Executor, Grade } from './agent.ts';
import { credentialsOf, ownersById } from './registration-details.ts';
import { requireRole } from './require-role.ts';

/**
 * Every executor, those in service first, by name.
 *
 * @throws Refusal `role_required` unless a reviewer, auditor or administrator
 */
export async function listExecutors(person: HumanActor): Promise<Executor[]> {
  requireRole(person, ['reviewer', 'auditor', 'admin']);
  return readExecutors();
}

/** @throws Refusal `role_required`, `not_found` */
export async function getExecutor(person: HumanActor, executorId: string): Promise<Executor> {
  requireRole(person, ['reviewer', 'auditor', 'admin']);
  const [executor] = await readExecutors(executorId);
  if (!executor) throw new Refusal('not_found', 'There is no such executor.');
  return executor;
}

async function readExecutors(id?: string): Promise<Executor[]> {
  const rows = await prisma().executor.findMany({
    ...(id && { where: { id } }),
    orderBy: [{ retiredAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
  });
  const [owners, credentials] = await Promise.all([
    ownersById(rows),
    credentialsOf(
      'executor',
      rows.map((row) => row.id),
    ),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    owner: owners.get(row.ownerId)!,
    grade: row.grade as Grade,
    createdAt: row.createdAt,
    retiredAt: row.retiredAt,
    credentials: credentials.get(row.id) ?? [],
  }));
}
