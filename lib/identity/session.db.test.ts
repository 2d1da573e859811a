import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { disablePerson, enablePerson } from './disable-person.ts';
import { readSession } from './session.ts';
import { syncGroupRoles } from './sync-group-roles.ts';
import { addPerson, addSession, eventsAbout, signedIn } from './testing.ts';

testDatabase();
beforeAll(() => syncGroupRoles());

const sessionsOf = async (personId: string) =>
  (await pool().query('SELECT id FROM session WHERE person_id = $1', [personId])).rows.length;
const age = (personId: string, column: 'last_seen_at' | 'expires_at' | 'auth_at', ago: string) =>
  pool().query(`UPDATE session SET ${column} = now() - $2::interval WHERE person_id = $1`, [personId, ago]);

describe('a session', () => {
  test('is a person with the groups and roles of this moment', async () => {
    const { id } = await addPerson(['grp:security', 'grp:nothing']);
    const headers = await addSession(id);
    expect(await readSession(headers)).toMatchObject({
      kind: 'human',
      personId: id,
      groups: ['grp:nothing', 'grp:security'],
      roles: ['author', 'reviewer'],
      channel: 'web',
    });
    await pool().query(`DELETE FROM membership WHERE person_id = $1 AND group_id = 'grp:security'`, [id]);
    expect(await readSession(headers)).toBeNull();
  });

  test('is not opened by no cookie, an invented one, or a stored hash', async () => {
    const { id } = await addPerson(['grp:sre']);
    await addSession(id);
    const { rows } = await pool().query('SELECT encode(token_hash, $2) AS hash FROM session WHERE person_id = $1', [
      id,
      'base64',
    ]);
    for (const cookie of ['', 'countersign=', 'countersign=tok_made_up', `countersign=${rows[0].hash}`]) {
      expect(await readSession(new Headers({ cookie }))).toBeNull();
    }
  });

  test('D5: is over after thirty idle minutes, and its row is gone', async () => {
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id);
    await age(id, 'last_seen_at', '29 minutes');
    expect(await readSession(headers)).not.toBeNull();
    await age(id, 'last_seen_at', '30 minutes');
    expect(await readSession(headers)).toBeNull();
    expect(await sessionsOf(id)).toBe(0);
  });

  test('D5: is over after twelve hours however busy it was', async () => {
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id);
    await age(id, 'expires_at', '0 seconds');
    expect(await readSession(headers)).toBeNull();
  });

  test('notes that it was seen, so that reading keeps it open', async () => {
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id);
    await age(id, 'last_seen_at', '20 minutes');
    await readSession(headers);
    const { rows } = await pool().query(
      `SELECT last_seen_at > now() - interval '1 minute' AS recent FROM session WHERE person_id = $1`,
      [id],
    );
    expect(rows[0].recent).toBe(true);
  });

  test('D5: is L3 for five minutes after the provider saw the person, then L2', async () => {
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id, '4 minutes 50 seconds');
    expect(await readSession(headers)).toMatchObject({ assurance: 'L3' });
    await age(id, 'auth_at', '5 minutes 1 second');
    expect(await readSession(headers)).toMatchObject({ assurance: 'L2' });
  });

  test('of an account merged into another person is that other person’s', async () => {
    const [root, second] = [await addPerson(['grp:sre']), await addPerson(['grp:admins'])];
    const headers = await addSession(second.id);
    await pool().query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [second.id, root.id]);
    expect(await readSession(headers)).toMatchObject({ personId: root.id, roles: ['reviewer'] });
  });
});

describe('disabling a person', () => {
  test('ends their sessions with the next call, and enabling does not bring them back', async () => {
    const admin = await signedIn(['grp:admins']);
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id);
    expect(await readSession(headers)).not.toBeNull();
    await disablePerson(admin, { personId: id, reason: 'left' });
    expect(await readSession(headers)).toBeNull();
    await enablePerson(admin, { personId: id, reason: 'a mistake' });
    expect(await readSession(headers)).toBeNull();
    const [event] = await eventsAbout('person.disabled', 'person_id', id);
    expect(event).toMatchObject({ actorId: admin.personId, actor: { assurance: 'L2' } });
    expect(JSON.stringify(event)).not.toContain('left');
    expect(await eventsAbout('person.enabled', 'person_id', id)).toHaveLength(1);
  });

  test('D1: ends a session even where the row was disabled by hand', async () => {
    const { id } = await addPerson(['grp:sre']);
    const headers = await addSession(id);
    await pool().query('UPDATE person SET disabled_at = now() WHERE id = $1', [id]);
    expect(await readSession(headers)).toBeNull();
    expect(await sessionsOf(id)).toBe(0);
  });

  test('is refused to anyone but an administrator, and the attempt is an Event', async () => {
    const reviewer = await signedIn(['grp:sre']);
    const { id } = await addPerson(['grp:sre']);
    await expect(disablePerson(reviewer, { personId: id, reason: 'x' })).rejects.toMatchObject({
      code: 'role_required',
    });
    const { rows } = await pool().query(`SELECT payload FROM event WHERE type = 'call.refused' AND actor_id = $1`, [
      reviewer.personId,
    ]);
    expect(JSON.parse(rows[0].payload).predicate.data).toEqual({ operation: 'disablePerson', reason: 'role_required' });
  });
});
