import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import { changeDirectory } from './change-directory.ts';
import { revokeKeysOf } from './revoke-keys.ts';

/**
 * Take an executor out of service for good: its keys are revoked, so it redeems nothing any more.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function retireExecutor(
  by: HumanActor,
  { executorId, reason }: { executorId: string; reason?: string | undefined },
): Promise<void> {
  return changeDirectory(by, { operation: 'retireExecutor', roles: ['admin'] }, async (change) => {
    const { rows } = await change.tx.query<{ ownerId: string; grade: string }>(
      `UPDATE executor SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING owner_id AS "ownerId", grade`,
      [executorId, change.now],
    );
    const executor = rows[0];
    if (!executor) throw new Refusal('not_found', 'There is no such executor in service.');
    await change.record({
      type: 'executor.retired',
      subject: { kind: 'executor', id: executorId },
      data: { executor_id: executorId, owner_id: executor.ownerId, grade: executor.grade, changed: [] },
      ...(reason !== undefined && { committed: { reason } }),
    });
    await revokeKeysOf(change, 'executor', executorId, reason);
  });
}
