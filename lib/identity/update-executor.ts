import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import { changeDirectory } from './change-directory.ts';
import { checkRegistration, nameTaken } from './check-registration.ts';
import type { NewExecutor } from './create-executor.ts';

export type ExecutorChange = { [Member in keyof NewExecutor]?: NewExecutor[Member] | undefined };

const eventNames = { name: 'name', ownerId: 'owner_id', grade: 'grade' } as const;

/**
 * Change what an executor is registered with. Absent members stay as they are.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`, `invalid_field`
 */
export async function updateExecutor(
  by: HumanActor,
  { executorId, ...change }: ExecutorChange & { executorId: string },
) {
  return changeDirectory(by, { operation: 'updateExecutor', roles: ['admin'] }, async ({ tx, record }) => {
    const { rows } = await tx.query<NewExecutor>(
      `SELECT name, owner_id AS "ownerId", grade FROM executor WHERE id = $1 AND retired_at IS NULL FOR UPDATE`,
      [executorId],
    );
    const before = rows[0];
    if (!before) throw new Refusal('not_found', 'There is no such executor in service.');
    const members = Object.keys(eventNames) as (keyof NewExecutor)[];
    const changed = members.filter((member) => change[member] !== undefined && change[member] !== before[member]);
    if (changed.length === 0) return;

    await checkRegistration(tx, change);
    const { name = before.name, ownerId = before.ownerId, grade = before.grade } = change;
    await tx
      .query('UPDATE executor SET name = $2, owner_id = $3, grade = $4 WHERE id = $1', [
        executorId,
        name,
        ownerId,
        grade,
      ])
      .catch((error: { constraint?: string }) => {
        throw error.constraint === 'executor_name_key' ? nameTaken(name) : error;
      });
    await record({
      type: 'executor.changed',
      subject: { kind: 'executor', id: executorId },
      data: { executor_id: executorId, owner_id: ownerId, grade, changed: changed.map((member) => eventNames[member]) },
    });
  });
}
