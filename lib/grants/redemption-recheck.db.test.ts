import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getRequest } from '../approvals/get-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  ready,
  redeem,
  refusalOf,
  stateOf,
} from '../approvals/testing.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { disablePerson } from '../identity/disable-person.ts';
import { nowIn, signedIn } from '../identity/testing.ts';

testDatabase();

let by: Caller;
let ann: HumanActor;
let bob: HumanActor;
let sam: HumanActor;

const requirements = {
  peer: { slots: [{ group: 'sre' }] },
  'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
};
const rules = [{ id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' }];

beforeAll(() => policyOf({ requirements, rules }));

beforeEach(async () => {
  by = await caller();
  [ann, bob, sam] = await Promise.all([signedIn(['grp:sre']), signedIn(['grp:sre']), signedIn(['grp:security'])]);
});

const asked = () => filed(by, actionOf(by.agent, 'two.run'));
const disabled = (person: HumanActor) => disablePerson(by.admin, { personId: person.personId, reason: 'Left.' });
/** Both ways of losing one's standing. */
const ways: [string, (person: HumanActor) => Promise<void>][] = [
  ['leaves the group', (person) => nowIn(person.personId, ['grp:data-platform'])],
  ['is shut out', disabled],
];
const openSlots = async (id: string) =>
  (await getRequest(by.agent, id)).requirement!.slots.filter((slot) => !slot.filled).map((slot) => slot.group);

describe('people come and go', () => {
  test.each(ways)(
    'D1: an approver who %s before the last slot is not counted, and the slot is open again',
    async (_, loses) => {
      const { id } = await asked();
      await decideOn(ann, id, 'approve');
      await loses(ann);
      expect((await decideOn(sam, id, 'approve')).state).toBe('pending');
      expect(await openSlots(id)).toEqual(['sre']);
      expect(await liveGrants(id)).toBe(0);
      expect((await decideOn(bob, id, 'approve')).state).toBe('approved');
      const [approved] = await eventsOf(id, 'request.approved');
      expect(approved!.data.fills.map((fill: { reviewer_id: string }) => fill.reviewer_id)).toEqual([
        bob.personId,
        sam.personId,
      ]);
    },
  );

  test('D1: while an approver leaves, the last slot is filled: approved with them or pending without, and never redeemable without', async () => {
    for (let round = 0; round < 6; round++) {
      const leaver = await signedIn(['grp:sre']);
      const form = await asked();
      await decideOn(leaver, form.id, 'approve');
      const press = await ready(sam, form.id, 'approve');
      await Promise.all([press(), disabled(leaver)]);
      const now = await getRequest(by.agent, form.id);
      if (now.state === 'approved') expect(await refusalOf(redeem(by, now))).toBe('approver_ineligible');
      expect(await openSlots(form.id)).toEqual(['sre']);
      expect(await liveGrants(form.id)).toBe(0);
    }
  });

  test('D1: who loses the role while the page is open is refused when they press', async () => {
    const { id } = await asked();
    const presses = [await ready(ann, id, 'approve'), await ready(bob, id, 'approve'), await ready(sam, id, 'approve')];
    await nowIn(ann.personId, ['grp:data-platform']);
    await nowIn(bob.personId, []);
    await disabled(sam);
    const refusals = [];
    for (const press of presses) refusals.push(await refusalOf(press()));
    expect(refusals).toEqual(['not_eligible', 'role_required', 'role_required']);
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(refusals);
    expect(await eventsOf(id, 'decision.recorded')).toEqual([]);
  });

  test('D1: an approver who comes back counts again, and can complete it by saying so once more', async () => {
    const { id } = await asked();
    await decideOn(ann, id, 'approve');
    await nowIn(ann.personId, []);
    expect((await decideOn(sam, id, 'approve')).state).toBe('pending');
    await nowIn(ann.personId, ['grp:sre']);
    expect((await decideOn(ann, id, 'approve')).state).toBe('approved');
    expect(await liveGrants(id)).toBe(1);
  });

  test('D1: the same word from somebody who may not say it any more is refused, not answered as before', async () => {
    const { id } = await asked();
    await decideOn(ann, id, 'approve');
    await nowIn(ann.personId, ['grp:data-platform']);
    expect(await refusalOf(decideOn(ann, id, 'approve'))).toBe('not_eligible');
  });

  test.each(ways)(
    'D2: an approver who %s before redemption: the grant is void and only that slot is open',
    async (_, loses) => {
      const { id } = await asked();
      await decideOn(ann, id, 'approve');
      await decideOn(sam, id, 'approve');
      const form = await getRequest(by.agent, id);
      await loses(ann);
      expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
      expect(await stateOf(id)).toBe('pending');
      expect(await openSlots(id)).toEqual(['sre']);
      expect(await liveGrants(id)).toBe(0);
      expect((await eventsOf(id, 'grant.refused')).map((event) => event.data.reason)).toEqual(['approver_ineligible']);
      expect((await eventsOf(id, 'grant.revoked')).map((event) => event.data.cause)).toEqual(['approver_ineligible']);
      expect((await eventsOf(id, 'request.reopened'))[0]!.data.cause).toBe('approver_ineligible');
      expect(await refusalOf(redeem(by, form))).toBe('revoked');

      expect((await decideOn(bob, id, 'approve')).state).toBe('approved');
      expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
    },
  );

  test('D2: put back before people, an approver who returned says so again, and it is approved', async () => {
    const { id } = await asked();
    await decideOn(ann, id, 'approve');
    await decideOn(sam, id, 'approve');
    const form = await getRequest(by.agent, id);
    await nowIn(ann.personId, []);
    expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
    await nowIn(ann.personId, ['grp:sre']);
    expect((await decideOn(ann, id, 'approve')).state).toBe('approved');
    expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
  });

  test('D2: redeeming meets the approver’s leaving: either it ran while they had standing, or it does not run', async () => {
    for (let round = 0; round < 6; round++) {
      const leaver = await signedIn(['grp:sre']);
      const { id } = await asked();
      await decideOn(leaver, id, 'approve');
      await decideOn(sam, id, 'approve');
      const form = await getRequest(by.agent, id);
      const [ran] = await Promise.allSettled([redeem(by, form), disabled(leaver)]);
      if (ran.status === 'rejected') expect(ran.reason).toMatchObject({ code: 'approver_ineligible' });
      expect(await stateOf(id)).toBe(ran.status === 'fulfilled' ? 'redeemed' : 'pending');
    }
  });

  test('D3: somebody who joins the group after filing may decide; the Event says when and whence that is known', async () => {
    const { id } = await asked();
    const newcomer = await signedIn(['grp:data-platform']);
    expect(await refusalOf(decideOn(newcomer, id, 'approve'))).toBe('not_eligible');
    await nowIn(newcomer.personId, ['grp:sre']);
    expect((await decideOn(newcomer, id, 'approve')).state).toBe('pending');
    const [recorded] = await eventsOf(id, 'decision.recorded');
    expect(recorded!.data.groups).toEqual([
      { id: 'grp:sre', source: 'oidc', read_at: expect.stringMatching(/Z$/), since_at: expect.stringMatching(/Z$/) },
    ]);
    expect(Date.parse(recorded!.data.groups[0].since_at)).toBeGreaterThan(
      Date.parse((await getRequest(by.agent, id)).created_at),
    );
  });
});

describe('policy moves on', () => {
  const under = async (pieces: Parameters<typeof policyOf>[0], work: () => Promise<void>) => {
    await policyOf(pieces);
    try {
      await work();
    } finally {
      await policyOf({ requirements, rules });
    }
  };

  test('G4: a looser version is never applied: with an approver gone, the slot it dropped is asked for still', async () => {
    const { id } = await asked();
    await decideOn(ann, id, 'approve');
    await decideOn(sam, id, 'approve');
    const form = await getRequest(by.agent, id);
    await under({ requirements, rules: [] }, async () => {
      await nowIn(ann.personId, []);
      await nowIn(sam.personId, []);
      expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
      expect((await decideOn(bob, id, 'approve')).state).toBe('pending');
      expect(await openSlots(id)).toEqual(['security']);
      const next = await signedIn(['grp:security']);
      expect((await decideOn(next, id, 'approve')).state).toBe('approved');
      expect((await redeem(by, await getRequest(by.agent, id))).uses_left).toBe(0);
    });
  });

  test('G4: a version that asks somebody else takes nothing away from what was asked at first', async () => {
    const { id } = await asked();
    await decideOn(ann, id, 'approve');
    await decideOn(sam, id, 'approve');
    const form = await getRequest(by.agent, id);
    const other = { ...requirements, 'two-person': { slots: [{ group: 'data' }] } };
    const groups = {
      sre: { idp: ['grp:sre'] },
      security: { idp: ['grp:security'] },
      data: { idp: ['grp:data-platform'] },
    };
    await under({ requirements: other, rules, groups }, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
      expect(await openSlots(id)).toEqual(['data']);
      await nowIn(sam.personId, []);
      const data = await signedIn(['grp:data-platform']);
      expect((await decideOn(data, id, 'approve')).state).toBe('pending');
      expect(await openSlots(id)).toEqual(['security']);
    });
  });

  test('G4: back under the old version in between, an open gap stays open', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'approve');
    const form = await getRequest(by.agent, id);
    const stricter = { requirements, rules: [{ ...rules[0], actions: ['*'] }] };
    await under(stricter, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
    });
    expect(await openSlots(id)).toEqual(['security']);
    expect((await decideOn(bob, id, 'approve')).state).toBe('pending');
    expect((await decideOn(sam, id, 'approve')).state).toBe('approved');
  });

  test('C15: the risk counted higher by the version in force, redemption asks for what that adds', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'approve');
    const form = await getRequest(by.agent, id);
    const riskier = {
      requirements,
      risk: [{ id: 'production', points: 80, when: 'resource.environment == "prod"' }],
      rules: [{ id: 'risky', effect: 'require', use: ['two-person'], when: 'risk.score >= 80' }],
    };
    await under(riskier, async () => {
      expect(await refusalOf(redeem(by, form))).toBe('policy_stricter');
      expect(await openSlots(id)).toEqual(['security']);
    });
  });
});
