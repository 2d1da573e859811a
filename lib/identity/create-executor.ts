import { newId } from '#protocol/id.ts';
import type { HumanActor } from './actor.ts';
import type { Grade } from './agent.ts';
import { changeDirectory, type Operator } from './change-directory.ts';
import { checkRegistration, nameTaken } from './check-registration.ts';

export interface NewExecutor {
  name: string;
  ownerId: string;
  /** How hard it is to go round it. */
  grade: Grade;
}

/**
 * Register what enforces: it redeems grants and reports outcomes. It has no key yet.
 *
 * @throws Refusal `role_required` unless an administrator, `invalid_field`
 */
export async function createExecutor(by: HumanActor | Operator, executor: NewExecutor): Promise<{ id: string }> {
  const operation = { operation: 'createExecutor', roles: ['admin'] } as const;
  return changeDirectory(by, operation, async ({ tx, now, personId, record }) => {
    await checkRegistration(tx, executor);
    const id = newId('exe');
    const { rowCount } = await tx.query(
      `INSERT INTO executor (id, name, owner_id, grade, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING`,
      [id, executor.name, executor.ownerId, executor.grade, personId, now],
    );
    if (rowCount === 0) throw nameTaken(executor.name);
    await record({
      type: 'executor.registered',
      subject: { kind: 'executor', id },
      data: { executor_id: id, owner_id: executor.ownerId, grade: executor.grade, changed: [] },
    });
    return { id };
  });
}
