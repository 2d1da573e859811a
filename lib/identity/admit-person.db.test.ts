import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { env, resetEnv } from '../env.ts';
import { admitPerson } from './admit-person.ts';
import type { SignIn } from './sign-in-claims.ts';
import { syncGroupRoles } from './sync-group-roles.ts';
import { eventsAbout } from './testing.ts';

testDatabase();
beforeAll(() => syncGroupRoles());

const signIn = (change: Partial<SignIn> = {}): SignIn => ({
  issuer: 'https://idp.test',
  subject: newId('sub'),
  name: 'Ann Weiss',
  email: 'ann@demo.test',
  aliases: [],
  groups: ['grp:sre'],
  authAt: new Date(),
  ...change,
});
const admitted = async (who: SignIn) => {
  const admission = await admitPerson(who);
  if (admission.kind === 'refused') throw new Error(admission.reason);
  return admission.personId;
};
const groupsOf = async (personId: string) =>
  (await pool().query('SELECT group_id, since, read_at FROM membership WHERE person_id = $1 ORDER BY 1', [personId]))
    .rows;

describe('signing in', () => {
  test('L2: the first time makes a person and tells so, with the account committed rather than clear', async () => {
    const who = signIn();
    const personId = await admitted(who);
    const [linked] = await eventsAbout('identity.linked', 'person_id', personId);
    expect(linked).toMatchObject({ actorId: personId, data: { provider: 'oidc' } });
    expect(JSON.stringify(linked)).not.toContain(who.subject);
    expect(await eventsAbout('role.granted', 'person_id', personId)).toMatchObject([
      { data: { role: 'reviewer', group_id: 'grp:sre', source: 'idp' } },
    ]);
  });

  test('the second time finds the same person, however their name and address changed', async () => {
    const who = signIn();
    const personId = await admitted(who);
    expect(await admitted({ ...who, name: 'Ann Wise', email: 'wise@demo.test' })).toBe(personId);
    expect(await eventsAbout('identity.linked', 'person_id', personId)).toHaveLength(1);
  });

  test('D8: the same address at another account, or the same id at another issuer, is another person', async () => {
    const who = signIn({ email: 'd8@demo.test' });
    const people = [
      await admitted(who),
      await admitted({ ...who, subject: newId('sub') }),
      await admitted({ ...who, issuer: 'https://other.test' }),
    ];
    expect(new Set(people).size).toBe(3);
  });

  test('many first sign-ins at once make one person', async () => {
    const who = signIn();
    const people = await Promise.all(Array.from({ length: 8 }, () => admitted(who)));
    expect(new Set(people).size).toBe(1);
  });

  test('L2: takes the groups of this moment: roles that came or went are Events, a group kept keeps its date', async () => {
    const who = signIn({ groups: ['grp:sre', 'grp:auditors'] });
    const personId = await admitted(who);
    const before = await groupsOf(personId);
    await admitted({ ...who, groups: ['grp:auditors', 'grp:admins'] });
    const after = await groupsOf(personId);
    expect(after.map((row) => row.group_id)).toEqual(['grp:admins', 'grp:auditors']);
    expect(after[1].since).toEqual(before[0].since);
    expect(after[1].read_at.getTime()).toBeGreaterThanOrEqual(before[0].read_at.getTime());
    const granted = await eventsAbout('role.granted', 'person_id', personId);
    expect(granted.map((event) => event.data.role).sort()).toEqual(['admin', 'auditor', 'author', 'reviewer']);
    expect(await eventsAbout('role.revoked', 'person_id', personId)).toEqual([]);
    await admitted({ ...who, groups: ['grp:auditors'] });
    const revoked = await eventsAbout('role.revoked', 'person_id', personId);
    expect(revoked.map((event) => event.data.role).sort()).toEqual(['admin', 'author', 'reviewer']);
  });

  test('a stranger whose groups hold no role leaves no person behind', async () => {
    const who = signIn({ groups: ['grp:visitors'] });
    expect(await admitPerson(who)).toEqual({ kind: 'refused', reason: 'not_allowed' });
    const { rows } = await pool().query('SELECT FROM identity_link WHERE external_id = $1', [who.subject]);
    expect(rows).toHaveLength(0);
  });

  test('D1: whoever lost their last group is refused, and their roles are gone at once', async () => {
    const who = signIn();
    const personId = await admitted(who);
    expect(await admitPerson({ ...who, groups: [] })).toEqual({ kind: 'refused', reason: 'not_allowed' });
    expect(await groupsOf(personId)).toEqual([]);
    expect(await eventsAbout('role.revoked', 'person_id', personId)).toHaveLength(1);
  });

  test('a disabled person is refused, and that they tried is an Event', async () => {
    const who = signIn();
    const personId = await admitted(who);
    await pool().query('UPDATE person SET disabled_at = now() WHERE id = $1', [personId]);
    expect(await admitPerson(who)).toEqual({ kind: 'refused', reason: 'disabled' });
    const { rows } = await pool().query(`SELECT payload FROM event WHERE type = 'call.refused' AND actor_id = $1`, [
      personId,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('an account merged into another person signs in as that person', async () => {
    const [first, second] = [signIn(), signIn()];
    const [root, merged] = [await admitted(first), await admitted(second)];
    await pool().query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [merged, root]);
    expect(await admitted(second)).toBe(root);
  });
});

describe('which groups hold which role', () => {
  test('L2: a changed setting is an Event with both digests; an unchanged one is none', async () => {
    const changes = async () =>
      (await pool().query(`SELECT payload FROM event WHERE type = 'setting.changed' ORDER BY at`)).rows;
    const before = (await changes()).length;
    await syncGroupRoles();
    expect(await changes()).toHaveLength(before);

    const was = process.env.ROLE_GROUPS!;
    process.env.ROLE_GROUPS = JSON.stringify({ ...env().ROLE_GROUPS, auditor: ['grp:auditors', 'grp:board'] });
    resetEnv();
    await Promise.all([syncGroupRoles(), syncGroupRoles()]);
    const after = await changes();
    expect(after).toHaveLength(before + 1);
    const [previous, changed] = after.slice(-2).map((row) => JSON.parse(row.payload).predicate.data);
    expect(changed).toMatchObject({ name: 'role_groups', from_digest: previous.to_digest });
    process.env.ROLE_GROUPS = was;
    resetEnv();
    await syncGroupRoles();
  });
});
