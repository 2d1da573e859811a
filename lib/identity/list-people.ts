import { pool } from '../db/pool.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor, Role } from './actor.ts';
import { countedMembership } from './counted-membership.ts';
import type { Person, PersonGroup } from './person.ts';
import { requireRole } from './require-role.ts';

/**
 * Everybody known here, by name; the disabled after the others.
 *
 * Two accounts that were found to be one human are that one human. Read from the database at this moment, by the rules a
 * session is read by, so the roles are those of the person's next call.
 *
 * @throws Refusal `role_required` unless an auditor or administrator
 */
export async function listPeople(person: HumanActor): Promise<Person[]> {
  requireRole(person, ['auditor', 'admin']);
  return readPeople();
}

/** @throws Refusal `role_required`, `not_found` */
export async function getPerson(person: HumanActor, personId: string): Promise<Person> {
  requireRole(person, ['auditor', 'admin']);
  const [found] = await readPeople(personId);
  if (!found) throw new Refusal('not_found', 'There is no such person.');
  return found;
}

type Row = Omit<Person, 'groups' | 'roles'> & {
  groups: (Omit<PersonGroup, 'since' | 'readAt'> & { since: string; readAt: string })[];
  roles: Role[];
};

async function readPeople(id: string | null = null): Promise<Person[]> {
  const { rows } = await pool().query<Row>({
    name: 'people',
    text: `SELECT p.id, p.name, p.email, p.disabled_at AS "disabledAt", p.signed_in_at AS "signedInAt",
        p.created_at AS "createdAt",
        (SELECT coalesce(json_agg(json_build_object('id', m.group_id, 'source', m.source, 'since', m.since,
          'readAt', m.read_at) ORDER BY m.group_id), '[]')
          FROM membership m WHERE m.person_id = p.id AND ${countedMembership}) AS groups,
        ARRAY(SELECT DISTINCT r.role FROM membership m JOIN group_role r ON r.group_id = m.group_id
          WHERE m.person_id = p.id AND p.disabled_at IS NULL AND ${countedMembership} ORDER BY r.role) AS roles
      FROM person p WHERE p.merged_into_id IS NULL AND ($1::text IS NULL OR p.id = $1)
      ORDER BY p.disabled_at IS NOT NULL, lower(p.name), p.id`,
    values: [id],
  });
  return rows.map((row) => ({
    ...row,
    groups: row.groups.map((group) => ({ ...group, since: new Date(group.since), readAt: new Date(group.readAt) })),
  }));
}
