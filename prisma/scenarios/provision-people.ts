import type { Person } from '../../demo/idp/people.ts';
import { pool } from '../../lib/db/pool.ts';
import { env } from '../../lib/env.ts';
import { admitPerson, oidcProvider } from '../../lib/identity/admit-person.ts';
import { systemActor } from '../../lib/log/system-actor.ts';

/**
 * Make people known here before they first sign in, so that it can be said from the start who may decide what.
 *
 * They are linked as their first sign-in would link them. Who is known already is left alone: their groups are what
 * the identity provider said last. Answers ids by address, of those whose groups give them a role.
 */
export async function provisionPeople(people: readonly Person[]): Promise<Map<string, string>> {
  const issuer = env().OIDC_ISSUER;
  const ids = new Map<string, string>();
  for (const { sub, name, email, groups } of people) {
    const { rows } = await pool().query<{ id: string }>(
      'SELECT person_id AS id FROM identity_link WHERE provider = $1 AND tenant = $2 AND external_id = $3',
      [oidcProvider, issuer, sub],
    );
    const known = rows[0]?.id;
    if (known) {
      ids.set(email, known);
      continue;
    }
    const signIn = { issuer, subject: sub, name, email, aliases: [], groups, authAt: new Date(0) };
    const admission = await admitPerson(signIn, systemActor);
    if (admission.kind === 'admitted') ids.set(email, admission.personId);
  }
  return ids;
}
