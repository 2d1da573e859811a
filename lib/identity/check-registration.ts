import type { Tx } from '../db/transaction.ts';
import { type FieldProblem, Refusal } from '../errors/refusal.ts';
import { isSubjectPattern } from './subject-pattern.ts';

/** What an agent or executor is to become, as far as it has to be checked against what is registered. */
export interface Registration {
  name?: string | undefined;
  ownerId?: string | undefined;
  executorIds?: readonly string[] | undefined;
  actsFor?: readonly string[] | undefined;
}

/**
 * Refuses an owner who is not a person here, an executor that is not in service, and a pattern that could not match.
 *
 * What was found stays so until the transaction ends: the rows are locked against change.
 *
 * @throws Refusal `invalid_field`, naming every field that is wrong
 */
export async function checkRegistration(tx: Tx, registration: Registration): Promise<void> {
  const errors: FieldProblem[] = [];
  const wrong = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });

  if (registration.name !== undefined && !/^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u.test(registration.name)) {
    wrong('/name', 'invalid_name', 'A name has 1 to 100 visible characters and no space at either end.');
  }
  if (registration.ownerId !== undefined && !(await isActivePerson(tx, registration.ownerId))) {
    wrong('/owner_id', 'unknown_person', 'The owner has to be somebody who has signed in here and is not disabled.');
  }
  const inService = await executorsInService(tx, registration.executorIds ?? []);
  for (const [index, id] of (registration.executorIds ?? []).entries()) {
    if (!inService.has(id)) wrong(`/executors/${index}`, 'unknown_executor', 'There is no such executor in service.');
  }
  for (const [index, pattern] of (registration.actsFor ?? []).entries()) {
    if (!isSubjectPattern(pattern)) {
      wrong(`/acts_for/${index}`, 'invalid_pattern', 'A pattern is type:id, with at most one * in the id.');
    }
  }
  if (errors.length > 0) throw new Refusal('invalid_field', errors[0]!.detail, { errors });
}

/** The refusal for a name that somebody else of the same kind has. */
export function nameTaken(name: string): Refusal {
  const detail = `The name ${name} is taken. Choose another one.`;
  return new Refusal('invalid_field', detail, { errors: [{ pointer: '/name', code: 'name_taken', detail }] });
}

async function isActivePerson(tx: Tx, personId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT FROM person WHERE id = $1 AND disabled_at IS NULL AND merged_into_id IS NULL FOR SHARE',
    [personId],
  );
  return rowCount === 1;
}

async function executorsInService(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM executor WHERE id = ANY($1) AND retired_at IS NULL FOR SHARE',
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}
