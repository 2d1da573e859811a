import type { Tx } from '../db/transaction.ts';
import type { NewEvent } from '../log/event.ts';

const source = 'oidc';

/**
 * Make a person's groups those that the identity provider just named, and return the Events of roles gained or lost.
 *
 * A group they were in before keeps its `since`; every one gets a new `read_at`, so that a Decision can say how old its
 * knowledge was.
 */
export async function replaceGroups(
  tx: Tx,
  personId: string,
  groups: readonly string[],
  now: Date,
): Promise<Omit<NewEvent, 'at' | 'actor'>[]> {
  const before = await rolesOf(tx, personId);
  await tx.query('DELETE FROM membership WHERE person_id = $1 AND source = $2 AND group_id <> ALL($3)', [
    personId,
    source,
    groups,
  ]);
  await tx.query(
    `INSERT INTO membership (person_id, group_id, source, since, read_at) SELECT $1, unnest($2::text[]), $3, $4, $4
      ON CONFLICT (person_id, group_id) DO UPDATE SET source = EXCLUDED.source, read_at = EXCLUDED.read_at`,
    [personId, groups, source, now],
  );
  const after = await rolesOf(tx, personId);

  const told = (type: 'role.granted' | 'role.revoked') => (held: HeldRole) => ({
    type,
    subject: { kind: 'person', id: personId } as const,
    data: { person_id: personId, role: held.role, group_id: held.groupId, source: 'idp' },
  });
  return [
    ...after.filter(isMissingFrom(before)).map(told('role.granted')),
    ...before.filter(isMissingFrom(after)).map(told('role.revoked')),
  ];
}

interface HeldRole {
  role: string;
  groupId: string;
}

/** The roles a person holds, each with the first group that gives it. */
async function rolesOf(tx: Tx, personId: string): Promise<HeldRole[]> {
  const { rows } = await tx.query<HeldRole>(
    `SELECT r.role, min(r.group_id) AS "groupId" FROM membership m JOIN group_role r USING (group_id)
      WHERE m.person_id = $1 GROUP BY r.role ORDER BY r.role`,
    [personId],
  );
  return rows;
}

function isMissingFrom(others: readonly HeldRole[]): (held: HeldRole) => boolean {
  return ({ role }) => !others.some((other) => other.role === role);
}
