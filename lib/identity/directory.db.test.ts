import { describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { transaction } from '../db/transaction.ts';
import { directory, membershipsOf } from './directory.ts';
import { peopleExcluded } from './people-excluded.ts';
import { forgetDirectory } from './recall.ts';
import { addAgent, addPerson } from './testing.ts';

testDatabase();

const byPerson = (found: { personId: string; excludedAs: string }[]) =>
  found.map(({ personId, excludedAs }) => `${excludedAs} ${personId}`).sort();

describe('who may not decide what an agent asks for', () => {
  test('B1: its owner, whoever issued its key, and the subject by external id or address', async () => {
    const { admin, owner } = await addAgent();
    const subject = await addPerson(['grp:sre'], 'Subject.One@demo.test');
    const of = { ownerId: owner.id, stewards: [], credentialCreatorId: admin.personId };
    const expected = [`credential_creator ${admin.personId}`, `owner ${owner.id}`, `subject ${subject.id}`];
    for (const id of [subject.sub, subject.id, 'subject.one@DEMO.test', 'subject.one+cs@demo.test']) {
      expect(byPerson(await peopleExcluded({ ...of, subject: { type: 'user', id } }))).toEqual(expected);
    }
  });

  test('B2: a second account of the owner is the owner', async () => {
    const { admin, owner } = await addAgent();
    const second = await addPerson(['grp:sre']);
    await pool().query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [second.id, owner.id]);
    forgetDirectory();
    const of = {
      ownerId: owner.id,
      stewards: [],
      credentialCreatorId: admin.personId,
      subject: { type: 'agent', id: 'agt_x' },
    };
    expect(byPerson(await peopleExcluded(of))).toEqual(
      [`credential_creator ${admin.personId}`, `owner ${owner.id}`, `owner ${second.id}`].sort(),
    );
  });

  test('the owner of the agent that another agent acts for', async () => {
    const first = await addAgent();
    const other = await addAgent();
    const of = { ownerId: first.owner.id, stewards: [], credentialCreatorId: first.admin.personId };
    const excluded = await peopleExcluded({ ...of, subject: { type: 'agent', id: other.agent.id } });
    expect(byPerson(excluded)).toContain(`subject ${other.owner.id}`);
  });
});

describe('who is in which group', () => {
  test('D1: a disabled person is in none, in memory and when the deciding transaction asks', async () => {
    const { id } = await addPerson(['grp:d1']);
    expect((await directory()).groups.get('grp:d1')).toEqual([id]);
    expect(await transaction((tx) => membershipsOf(tx, [id]))).toMatchObject([{ personId: id, groupId: 'grp:d1' }]);
    await pool().query('UPDATE person SET disabled_at = now() WHERE id = $1', [id]);
    forgetDirectory();
    expect((await directory()).groups.get('grp:d1')).toBeUndefined();
    expect(await transaction((tx) => membershipsOf(tx, [id]))).toEqual([]);
  });

  test('B7: a membership gained through a Request of one’s own does not count; through another’s it does', async () => {
    const [own, others] = [await addPerson(['grp:b7']), await addPerson(['grp:b7'])];
    const request = newId('req');
    await pool().query(`INSERT INTO exclusion (request_id, person_id, excluded_as) VALUES ($1, $2, 'owner')`, [
      request,
      own.id,
    ]);
    await pool().query(`UPDATE membership SET via_request_id = $1 WHERE group_id = 'grp:b7'`, [request]);
    forgetDirectory();
    expect((await directory()).groups.get('grp:b7')).toEqual([others.id]);
    expect(await transaction((tx) => membershipsOf(tx, [own.id, others.id]))).toMatchObject([{ personId: others.id }]);
  });
});
