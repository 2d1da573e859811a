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
 * Nobody shuts out themselves, so that an administrator is always left. Two who shut each other out at the same moment
 * are taken one after the other, because both rows are locked in one order; the second finds that they are out.
 *
 * @throws Refusal `role_required` unless an administrator, `not_found`, `invalid_field` for one's own account
 */
export async function disablePerson(by: HumanActor, { personId, reason }: PersonChange): Promise<void> {
  return changeDirectory(by, { operation: 'disablePerson', roles: ['admin'] }, async (change) => {
    await lockBoth(change, personId);
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

/** @throws Refusal `invalid_field` when the two are one person, `unauthenticated` when the first was just shut out */
async function lockBoth({ tx, personId: byId }: DirectoryChange, personId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; rootId: string; disabled: boolean }>(
    `SELECT id, coalesce(merged_into_id, id) AS "rootId", disabled_at IS NOT NULL AS disabled
      FROM person WHERE id IN ($1, $2) ORDER BY id FOR UPDATE`,
    [byId, personId],
  );
  const rootOf = (id: string) => rows.find((row) => row.id === id)?.rootId ?? id;
  if (rootOf(personId) === rootOf(byId)) {
    const detail = 'You cannot disable your own account. Ask another administrator.';
    throw new Refusal('invalid_field', detail, { errors: [{ pointer: '', code: 'own_account', detail }] });
  }
  if (rows.find((row) => row.id === byId)?.disabled) {
    throw new Refusal('unauthenticated', 'Your own account was disabled a moment ago.');
  }
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
