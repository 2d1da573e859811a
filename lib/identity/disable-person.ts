import { Refusal } from '../errors/refusal.ts';
import type { HumanActor } from './actor.ts';
import { changeDirectory, type DirectoryChange } from './change-directory.ts';
import { endSessions } from './session.ts';

export interface PersonChange {
  personId: string;
  reason: string;
}

/**
 * Shut a person out: their sessions end with this commit and none of their groups counts any more.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function disablePerson(by: HumanActor, { personId, reason }: PersonChange): Promise<void> {
  return changeDirectory(by, { operation: 'disablePerson', roles: ['admin'] }, async (change) => {
    if (!(await setDisabled(change, personId, true))) return;
    await endSessions(change.tx, personId);
    await tell(change, 'person.disabled', personId, reason);
  });
}

/**
 * Let a disabled person in again; their groups count as they were last read.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`
 */
export async function enablePerson(by: HumanActor, { personId, reason }: PersonChange): Promise<void> {
  return changeDirectory(by, { operation: 'enablePerson', roles: ['admin'] }, async (change) => {
    if (await setDisabled(change, personId, false)) await tell(change, 'person.enabled', personId, reason);
  });
}

/** False when there was nothing to change. */
async function setDisabled({ tx, now }: DirectoryChange, personId: string, disabled: boolean): Promise<boolean> {
  const { rows } = await tx.query<{ disabled: boolean }>(
    'SELECT disabled_at IS NOT NULL AS disabled FROM person WHERE id = $1 FOR UPDATE',
    [personId],
  );
  if (!rows[0]) throw new Refusal('not_found', 'There is no such person.');
  if (rows[0].disabled === disabled) return false;
  await tx.query('UPDATE person SET disabled_at = $2 WHERE id = $1', [personId, disabled ? now : null]);
  return true;
}

async function tell(
  { record }: DirectoryChange,
  type: 'person.disabled' | 'person.enabled',
  personId: string,
  reason: string,
): Promise<void> {
  await record({
    type,
    subject: { kind: 'person', id: personId },
    data: { person_id: personId },
    committed: { reason },
  });
}
