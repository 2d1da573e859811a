import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { nowIn, signedIn } from '../identity/testing.ts';
import { expireRequests } from './expire-requests.ts';
import { getRequest } from './get-request.ts';
import { recheckOpenRequests } from './recheck-open.ts';
import {
  actionOf,
  type Caller,
  caller,
  deadlinePassed,
  decideOn,
  eventsOf,
  filed,
  filedEarlier,
  policyOf,
  redeem,
  refusalOf,
  stateOf,
} from './testing.ts';

const database = testDatabase();

let by: Caller;
let ann: Awaited<ReturnType<typeof signedIn>>;
let lead: typeof ann;
let sam: typeof ann;

beforeAll(async () => {
  await policyOf({
    groups: {
      sre: { idp: ['grp:sre'] },
      security: { idp: ['grp:security'] },
      leads: { idp: ['grp:data-platform'] },
      nobody: { idp: ['grp:nobody'] },
    },
    requirements: {
      peer: { slots: [{ group: 'sre' }] },
      'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
      widening: {
        slots: [{ name: 'operator', group: 'sre' }, { group: 'security' }],
        escalate: [
          { after: '10m', notify: ['sre'] },
          { after: '20m', widen: 'operator', with: 'leads' },
          { after: '40m', notify: ['security'] },
        ],
      },
      empty: {
        slots: [{ name: 'operator', group: 'nobody' }],
        escalate: [{ after: '5m', widen: 'operator', with: 'leads' }],
      },
      three: { slots: [{ group: 'leads', count: 3 }] },
    },
    rules: ['widening', 'empty', 'three'].map((id) => ({
      id,
      effect: 'require',
      use: [id],
      actions: [`${id}.*`],
      when: 'true',
    })),
  });
  [ann, sam] = await Promise.all([signedIn(['grp:sre']), signedIn(['grp:security'])]);
});

beforeEach(async () => {
  by = await caller();
  lead = await signedIn(['grp:data-platform']);
});

const asked = (name: string) => filed(by, actionOf(by.agent, `${name}.run`));
const earlier = (id: string, ago: string) => filedEarlier(database.ownerPool(), id, ago);
/** As many replicas as there are, all at the same moment. */
const everywhere = () => Promise.all(Array.from({ length: 5 }, () => recheckOpenRequests()));
const steps = async (id: string) => (await eventsOf(id, 'request.escalated')).map((event) => event.data.step);

describe('escalation', () => {
  test('E2: each step fires once, whoever runs the job and however often; one that was slept through is caught up', async () => {
    const { id } = await asked('widening');
    await everywhere();
    expect(await steps(id)).toEqual([]);
    await earlier(id, '25 minutes');
    await everywhere();
    await everywhere();
    expect((await steps(id)).sort()).toEqual([1, 2]);
    const told = (await eventsOf(id, 'request.escalated')).flatMap((event) => event.data.notified_id);
    expect(told).toContain(ann.personId);
    await earlier(id, '20 minutes');
    await everywhere();
    expect((await steps(id)).sort()).toEqual([1, 2, 3]);
  });

  test('E2: widening lets further people into the slot and never asks for fewer', async () => {
    const { id } = await asked('widening');
    expect(await refusalOf(decideOn(lead, id, 'approve'))).toBe('not_eligible');
    await earlier(id, '25 minutes');
    await recheckOpenRequests();
    expect((await getRequest(by.agent, id)).requirement!.slots).toHaveLength(2);
    expect((await decideOn(lead, id, 'approve')).state).toBe('pending');
    expect((await decideOn(ann, id, 'approve')).state).toBe('pending');
    expect((await decideOn(sam, id, 'approve')).state).toBe('approved');
  });

  test('E2: what somebody approved in a widened slot can be redeemed: whom time let in, redemption lets in', async () => {
    const { id } = await asked('widening');
    await earlier(id, '25 minutes');
    await recheckOpenRequests();
    await decideOn(lead, id, 'approve');
    await decideOn(sam, id, 'approve');
    expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
  });

  test('E2: put back before people, steps that ran do not run again, and the others run by the new clock', async () => {
    const { id } = await asked('widening');
    await earlier(id, '25 minutes');
    await recheckOpenRequests();
    await decideOn(lead, id, 'approve');
    await decideOn(sam, id, 'approve');
    const form = await getRequest(by.agent, id);
    await nowIn(lead.personId, []);
    expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
    await earlier(id, '20 minutes');
    await everywhere();
    expect((await steps(id)).sort()).toEqual([1, 2]);
    await pool().query(`UPDATE "grant" SET revoked_at = revoked_at - interval '41 minutes' WHERE request_id = $1`, [
      id,
    ]);
    await everywhere();
    expect((await steps(id)).sort()).toEqual([1, 2, 3]);
  });
});

describe('blocked', () => {
  test('A11: fewer eligible people than slots: blocked from the start, never approved, and never with fewer slots', async () => {
    const second = await signedIn(['grp:data-platform']);
    const { id, state, requirement } = await asked('three');
    const here = (await pool().query(`SELECT FROM membership WHERE group_id = 'grp:data-platform'`)).rowCount!;
    expect(state).toBe(here >= 3 ? 'pending' : 'blocked');
    expect(requirement!.slots).toHaveLength(3);
    expect((await decideOn(lead, id, 'approve')).state).not.toBe('approved');
    expect((await decideOn(second, id, 'approve')).state).not.toBe('approved');
  });

  test('A11: a group nobody is in: blocked, the Event says how many there were and how many it takes', async () => {
    const { id, state, next } = await asked('empty');
    expect([state, next]).toEqual(['blocked', 'wait']);
    expect((await eventsOf(id, 'request.blocked'))[0]!.data).toMatchObject({
      requirement_id: 'empty',
      needed: 1,
      cause: 'too_few_people',
    });
    expect(await refusalOf(decideOn(ann, id, 'approve'))).toBe('not_eligible');
    expect((await getRequest(by.agent, id)).requirement!.slots).toHaveLength(1);
  });

  test('A11: the only person who could is excluded: blocked', async () => {
    const owner = await signedIn(['grp:nobody', 'grp:sre']);
    by = await caller({ ownerId: owner.personId });
    const { state } = await asked('empty');
    expect(state).toBe('blocked');
    await nowIn(owner.personId, []);
  });

  test('A12: blocked, it becomes pending when somebody becomes eligible; the Event comes once', async () => {
    const { id } = await asked('empty');
    const newcomer = await signedIn(['grp:sre']);
    await nowIn(newcomer.personId, ['grp:nobody', 'grp:sre']);
    await everywhere();
    expect(await stateOf(id)).toBe('pending');
    expect(await eventsOf(id, 'request.unblocked')).toHaveLength(1);
    await nowIn(newcomer.personId, []);
    await everywhere();
    expect(await stateOf(id)).toBe('blocked');
    expect(await eventsOf(id, 'request.blocked')).toHaveLength(2);
  });

  test('A12: blocked, escalation goes on, and the group it lets in can decide', async () => {
    const { id } = await asked('empty');
    await earlier(id, '6 minutes');
    await everywhere();
    expect(await steps(id)).toEqual([1]);
    expect(await stateOf(id)).toBe('pending');
    expect((await decideOn(lead, id, 'approve')).state).toBe('approved');
  });

  test('A12: somebody who becomes eligible can decide before any job has noticed', async () => {
    const { id } = await asked('empty');
    const newcomer = await signedIn(['grp:sre']);
    await nowIn(newcomer.personId, ['grp:nobody', 'grp:sre']);
    expect((await decideOn(newcomer, id, 'approve')).state).toBe('approved');
    await nowIn(newcomer.personId, []);
  });

  test('A12: the deadline still ends it', async () => {
    const { id } = await asked('empty');
    await deadlinePassed(id);
    expect((await getRequest(by.agent, id)).state).toBe('expired');
    await expireRequests();
    expect(await stateOf(id)).toBe('expired');
    await everywhere();
    expect(await stateOf(id)).toBe('expired');
  });
});
