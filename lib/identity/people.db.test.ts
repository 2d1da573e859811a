import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from './actor.ts';
import { disablePerson, enablePerson } from './disable-person.ts';
import { getPerson, listPeople } from './list-people.ts';
import { nextAuthAdapter } from './next-auth-adapter.ts';
import { readSession } from './session.ts';
import { addPerson, addSession, eventsAbout, nowOne, signedIn } from './testing.ts';

testDatabase();

const code = (code: string) => expect.objectContaining({ code });
let admin: HumanActor;
beforeAll(async () => {
  admin = await signedIn(['grp:admins']);
});

describe('the list of people', () => {
  test('is for administrators and auditors, and shows groups with their source and age, and what they permit', async () => {
    const { id } = await addPerson(['grp:sre', 'grp:nothing']);
    const auditor = await signedIn(['grp:auditors']);
    const seen = (await listPeople(auditor)).find((person) => person.id === id);
    expect(seen).toMatchObject({ roles: ['reviewer'], disabledAt: null, signedInAt: null });
    expect(seen!.groups).toMatchObject([
      { id: 'grp:nothing', source: 'oidc', readAt: expect.any(Date) },
      { id: 'grp:sre', source: 'oidc', readAt: expect.any(Date) },
    ]);
    for (const groups of [['grp:sre'], ['grp:security']]) {
      await expect(listPeople(await signedIn(groups))).rejects.toThrow(code('role_required'));
      await expect(getPerson(await signedIn(groups), id)).rejects.toThrow(code('role_required'));
    }
  });

  test('B2: two accounts of one human are one entry', async () => {
    const [root, second] = [await addPerson(['grp:sre']), await addPerson(['grp:sre'])];
    await nowOne(root.id, second.id);
    const ids = (await listPeople(admin)).map(({ id }) => id);
    expect([ids.includes(root.id), ids.includes(second.id)]).toEqual([true, false]);
  });

  test('says when somebody last signed in, also when that session is long over', async () => {
    const { id, sub } = await addPerson(['grp:sre']);
    const signIn = { issuer: 'i', subject: sub, name: 'n', email: 'e', aliases: [], groups: [], authAt: new Date() };
    const adapter = nextAuthAdapter({ admitted: { personId: id, signIn } });
    await adapter.createSession!({ sessionToken: newId('tok'), userId: id, expires: new Date() });
    await pool().query('DELETE FROM session WHERE person_id = $1', [id]);
    expect((await getPerson(admin, id)).signedInAt).toBeInstanceOf(Date);
  });

  test('D1: a disabled person may do nothing, and their groups are kept for the day they are let in again', async () => {
    const { id } = await addPerson(['grp:sre']);
    await disablePerson(admin, { personId: id, reason: 'left' });
    const out = await getPerson(admin, id);
    expect(out).toMatchObject({ disabledAt: expect.any(Date), roles: [], groups: [{ id: 'grp:sre' }] });
    await enablePerson(admin, { personId: id, reason: 'back' });
    expect(await getPerson(admin, id)).toMatchObject({ disabledAt: null, roles: ['reviewer'] });
  });
});

describe('disabling', () => {
  test('oneself is refused under every account one has, ends no session, and the attempt is an Event', async () => {
    const alex = await signedIn(['grp:admins']);
    const second = await addPerson([]);
    await nowOne(alex.personId, second.id);
    const session = await addSession(alex.personId);
    for (const personId of [alex.personId, second.id]) {
      await expect(disablePerson(alex, { personId, reason: 'oops' })).rejects.toThrow(code('invalid_field'));
    }
    expect(await readSession(session)).toMatchObject({ personId: alex.personId });
    expect(await eventsAbout('person.disabled', 'person_id', alex.personId)).toEqual([]);
    expect(await eventsAbout('call.refused', 'operation', 'disablePerson')).toMatchObject([
      { actorId: alex.personId },
      { actorId: alex.personId },
    ]);
  });

  test('each other at the same moment leaves one administrator', async () => {
    const [one, other] = [await signedIn(['grp:admins']), await signedIn(['grp:admins'])];
    const results = await Promise.allSettled([
      disablePerson(one, { personId: other.personId, reason: 'a' }),
      disablePerson(other, { personId: one.personId, reason: 'b' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')!.reason).toEqual(code('unauthenticated'));
    const out = (await listPeople(admin)).filter(({ id }) => id === one.personId || id === other.personId);
    expect(out.filter(({ disabledAt }) => disabledAt)).toHaveLength(1);
  });

  test('L2: twice changes nothing the second time and is one Event, whose reason is only committed to', async () => {
    const { id } = await addPerson(['grp:sre']);
    await disablePerson(admin, { personId: id, reason: 'sold the laptop' });
    await disablePerson(admin, { personId: id, reason: 'again' });
    const events = await eventsAbout('person.disabled', 'person_id', id);
    expect(events).toMatchObject([{ actorId: admin.personId }]);
    expect(JSON.stringify(events)).not.toContain('laptop');
  });
});
