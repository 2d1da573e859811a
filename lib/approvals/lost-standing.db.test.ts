import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { signedIn } from '../identity/testing.ts';
import { getRequest } from './get-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  redeem,
  refusalOf,
  stateOf,
} from './testing.ts';

testDatabase();

const requirements = {
  peer: { slots: [{ group: 'sre' }] },
  'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
};
const rules = [{ id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' }];
const membership = { maxAge: '15m' };

let by: Caller;
let ann: HumanActor;
let sam: HumanActor;

beforeEach(async () => {
  await policyOf({ requirements, rules });
  by = await caller();
  [ann, sam] = await Promise.all([signedIn(['grp:sre']), signedIn(['grp:security'])]);
});

describe('D1: an approver whose groups hold the reviewer role no longer', () => {
  afterEach(async () => {
    await pool().query(`INSERT INTO group_role (group_id, role) VALUES ('grp:sre', 'reviewer') ON CONFLICT DO NOTHING`);
    forgetDirectory();
  });

  test('is not counted, before the last slot or at redemption', async () => {
    const waiting = await filed(by, actionOf(by.agent, 'two.run'));
    await decideOn(ann, waiting.id, 'approve');
    const { id } = await filed(by);
    await decideOn(ann, id, 'approve');
    const form = await getRequest(by.agent, id);

    await pool().query(`DELETE FROM group_role WHERE group_id = 'grp:sre' AND role = 'reviewer'`);
    expect((await decideOn(sam, waiting.id, 'approve')).state).not.toBe('approved');
    expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
    expect(await liveGrants(id)).toBe(0);
  });
});

/** Their groups were last read this long ago. */
async function readAgo(person: HumanActor, ago: string): Promise<void> {
  await pool().query('UPDATE membership SET read_at = now() - $2::interval WHERE person_id = $1', [
    person.personId,
    ago,
  ]);
}

describe('D4: groups that were read longer ago than membership.maxAge', () => {
  test('do not make a reviewer: 503 until they sign in again, and the record says so', async () => {
    await policyOf({ requirements, rules, membership });
    const { id } = await filed(by);
    await readAgo(ann, '16 minutes');
    for (const word of ['approve', 'deny', 'ask'] as const) {
      expect(await refusalOf(decideOn(ann, id, word))).toBe('eligibility_unknown');
    }
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(
      Array(3).fill('eligibility_unknown'),
    );
    await readAgo(ann, '14 minutes');
    expect((await decideOn(ann, id, 'approve')).state).toBe('approved');
  });

  test('do not count when the last slot is filled', async () => {
    await policyOf({ requirements, rules, membership });
    const { id } = await filed(by, actionOf(by.agent, 'two.run'));
    await decideOn(ann, id, 'approve');
    await readAgo(ann, '16 minutes');
    expect((await decideOn(sam, id, 'approve')).state).toBe('pending');
    await readAgo(ann, '0 minutes');
    expect((await decideOn(ann, id, 'approve')).state).toBe('approved');
  });

  test('do not run: the grant is refused unspent, and good again once they are read', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'approve');
    const form = await getRequest(by.agent, id);
    await policyOf({ requirements, rules, membership });
    await readAgo(ann, '16 minutes');
    expect(await refusalOf(redeem(by, form))).toBe('eligibility_unknown');
    expect([await stateOf(id), await liveGrants(id)]).toEqual(['approved', 1]);
    expect((await eventsOf(id, 'grant.refused')).map((event) => event.data.reason)).toEqual(['eligibility_unknown']);
    await readAgo(ann, '0 minutes');
    expect((await redeem(by, form)).uses_left).toBe(0);
  });

  test('count for as long as the session and the grant where policy sets no maxAge', async () => {
    const { id } = await filed(by);
    await readAgo(ann, '30 days');
    await decideOn(ann, id, 'approve');
    expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
  });
});
