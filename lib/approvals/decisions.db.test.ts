import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { addComment } from './add-comment.ts';
import { cancelRequest } from './cancel-request.ts';
import { getCard } from './get-card.ts';
import { getRequest } from './get-request.ts';
import { recordDecision } from './record-decision.ts';
import {
  actionOf,
  type Caller,
  caller,
  deadlinePassed,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  ready,
  redeem,
  refusalOf,
  refused,
  stateOf,
} from './testing.ts';
import { withdrawDecision } from './withdraw-decision.ts';

testDatabase();

let by: Caller;
let ann: Awaited<ReturnType<typeof signedIn>>;
let bob: typeof ann;
let sam: typeof ann;

beforeAll(async () => {
  const use = (id: string) => ({ id, effect: 'require', use: [id], actions: [`${id}.*`], when: 'true' });
  await policyOf({
    requirements: {
      peer: { slots: [{ group: 'sre' }] },
      'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
      two: { slots: [{ group: 'sre' }, { group: 'security' }] },
      turns: {
        slots: [
          { name: 'first', group: 'sre' },
          { name: 'then', group: 'security' },
        ],
        order: 'sequential',
      },
      patient: { slots: [{ group: 'sre', count: 2 }], deny: 2 },
      worded: { slots: [{ group: 'sre' }], reason: 'always' },
      sure: { slots: [{ group: 'sre' }], minAssurance: 'L3' },
    },
    rules: [
      ...['two', 'turns', 'patient', 'worded', 'sure'].map(use),
      { id: 'both', effect: 'require', use: ['peer', 'two'], actions: ['both.*'], when: 'true' },
    ],
  });
  [ann, bob, sam] = await Promise.all([signedIn(['grp:sre']), signedIn(['grp:sre']), signedIn(['grp:security'])]);
});

beforeEach(async () => {
  by = await caller();
});

const asked = (name: string) => filed(by, actionOf(by.agent, `${name}.run`));
const filledOf = async (id: string) => (await getRequest(by.agent, id)).requirement!.slots.map((slot) => slot.filled);
const decisions = (id: string) => pool().query('SELECT FROM decision WHERE request_id = $1', [id]);

describe('once it is settled', () => {
  test('A3: a deny between approval and redemption revokes; after redemption it is too late, and "approved" stays on record', async () => {
    const early = await asked('peer');
    await decideOn(ann, early.id, 'approve');
    const form = await getRequest(by.agent, early.id);
    expect((await getCard(bob, early.id)).controls).toEqual(['revoke']);
    expect((await decideOn(bob, early.id, 'deny')).state).toBe('revoked');
    expect(await refusalOf(redeem(by, form))).toBe('revoked');

    const late = await asked('peer');
    await decideOn(ann, late.id, 'approve');
    await redeem(by, await getRequest(by.agent, late.id));
    const refusal = await refused(decideOn(bob, late.id, 'deny'));
    expect(refusal).toMatchObject({ code: 'already_settled', members: { state: 'redeemed', settled_by: ann.name } });
    expect(await stateOf(late.id)).toBe('redeemed');
    expect(await eventsOf(late.id, 'request.approved')).toHaveLength(1);
    expect((await eventsOf(late.id, 'decision.refused'))[0]!.data.reason).toBe('already_settled');
  });

  test('A4: any decision on a denied Request is told who denied it and when, and never counts', async () => {
    const { id } = await asked('two');
    await decideOn(ann, id, 'deny');
    for (const verdict of ['approve', 'deny', 'ask'] as const) {
      const refusal = await refused(decideOn(bob, id, verdict));
      expect(refusal).toMatchObject({
        code: 'already_settled',
        members: { state: 'denied', settled_by: ann.name, settled_at: expect.stringMatching(/Z$/) },
      });
    }
    expect((await decisions(id)).rowCount).toBe(1);
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(
      Array(3).fill('already_settled'),
    );
  });

  test('A4: any decision on a cancelled Request is told who gave it up, a person or the agent', async () => {
    const [byAgent, byAdmin] = [await asked('peer'), await asked('peer')];
    await cancelRequest(by.agent, { requestId: byAgent.id, reason: 'Not needed.' });
    await cancelRequest(by.admin, { requestId: byAdmin.id, reason: 'Not needed.' });
    const one = await refused(decideOn(ann, byAgent.id, 'approve'));
    const other = await refused(decideOn(ann, byAdmin.id, 'deny'));
    expect(one).toMatchObject({ code: 'already_settled', members: { settled_by: byAgent.agent.name } });
    expect(other).toMatchObject({ code: 'already_settled', members: { settled_by: by.admin.name } });
    expect((await decisions(byAgent.id)).rowCount).toBe(0);
  });

  test('A4: after the deadline every decision is refused as expired and none counts', async () => {
    const { id } = await asked('peer');
    const presses = await Promise.all((['approve', 'deny', 'ask'] as const).map((word) => ready(ann, id, word)));
    await deadlinePassed(id);
    for (const press of presses) expect(await refusalOf(press())).toBe('expired');
    expect((await decisions(id)).rowCount).toBe(0);
    expect(await liveGrants(id)).toBe(0);
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(
      Array(3).fill('expired'),
    );
  });

  test('A6: once it is settled nothing is taken back', async () => {
    const { id } = await asked('peer');
    const { decision } = await decideOn(ann, id, 'approve');
    const refusal = refusalOf(withdrawDecision(ann, { requestId: id, decisionId: decision.id }));
    expect(await refusal).toBe('already_settled');
    expect(await liveGrants(id)).toBe(1);
  });
});

describe('while it is open', () => {
  test('A5: the same word a second time is answered as the first was', async () => {
    const { id } = await asked('two');
    const first = await decideOn(ann, id, 'approve', { reason: 'First.' });
    const again = await decideOn(ann, id, 'approve', { reason: 'Second.' });
    expect(again.decision).toMatchObject({ id: first.decision.id, reason: 'First.', at: first.decision.at });
    expect((await decisions(id)).rowCount).toBe(1);
  });

  test('A6: a change of mind counts as the latest word, and both stay in the log', async () => {
    const { id } = await asked('patient');
    await decideOn(ann, id, 'approve');
    expect(await filledOf(id)).toEqual([true, false]);
    await decideOn(ann, id, 'deny');
    expect(await filledOf(id)).toEqual([false, false]);
    await decideOn(ann, id, 'approve');
    expect(await filledOf(id)).toEqual([true, false]);
    expect((await eventsOf(id, 'decision.recorded')).map((event) => event.data.decision)).toEqual([
      'approve',
      'deny',
      'approve',
    ]);
    expect((await decideOn(bob, id, 'approve')).state).toBe('approved');
  });

  test('A6: withdrawn, the slot is open again; an earlier word does not come back in its place', async () => {
    const { id } = await asked('patient');
    await decideOn(ann, id, 'deny');
    const { decision } = await decideOn(ann, id, 'approve');
    const { slots } = await withdrawDecision(ann, { requestId: id, decisionId: decision.id });
    expect(slots.map((slot) => slot.filled)).toEqual([false, false]);
    expect((await decideOn(bob, id, 'deny')).state).toBe('pending');
    expect(await eventsOf(id, 'decision.withdrawn')).toHaveLength(1);
    expect((await decisions(id)).rowCount).toBe(3);
  });

  test('A6: nobody takes back what another said', async () => {
    const { id } = await asked('two');
    const { decision } = await decideOn(ann, id, 'approve');
    expect(await refusalOf(withdrawDecision(bob, { requestId: id, decisionId: decision.id }))).toBe('not_found');
    expect(await filledOf(id)).toEqual([true, false]);
  });

  test('A9: who is in no eligible group can neither approve nor deny nor ask, and may still comment', async () => {
    const { id } = await asked('peer');
    for (const verdict of ['approve', 'deny', 'ask'] as const)
      expect(await refusalOf(decideOn(sam, id, verdict))).toBe('not_eligible');
    expect((await decisions(id)).rowCount).toBe(0);
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(
      Array(3).fill('not_eligible'),
    );
    await addComment(sam, { requestId: id, text: 'Looks odd to me.' });
    expect(await eventsOf(id, 'request.commented')).toHaveLength(1);
  });

  test('A10: in a sequence the later slot’s reviewer cannot approve first; no slot is used up, and deny and ask are open', async () => {
    const { id } = await asked('turns');
    expect(await refusalOf(decideOn(sam, id, 'approve'))).toBe('not_your_turn');
    expect(await filledOf(id)).toEqual([false, false]);
    expect((await decideOn(sam, id, 'ask')).state).toBe('pending');
    await decideOn(ann, id, 'approve');
    expect((await decideOn(sam, id, 'approve')).state).toBe('approved');

    const other = await asked('turns');
    expect((await decideOn(sam, other.id, 'deny')).state).toBe('denied');
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(['not_your_turn']);
  });

  test('A13: of two Requirements one is met: pending, with progress for each; whoever serves both is still one of two people', async () => {
    const { id } = await asked('both');
    await decideOn(ann, id, 'approve');
    const form = await getRequest(by.agent, id);
    expect(form.requirement!.slots.map((slot) => [slot.requirement, slot.filled])).toEqual([
      ['peer', true],
      ['two', true],
      ['two', false],
    ]);
    expect(form.state).toBe('pending');
    expect((await decideOn(sam, id, 'approve')).state).toBe('approved');
    const [approved] = await eventsOf(id, 'request.approved');
    expect(new Set(approved!.data.fills.map((fill: { reviewer_id: string }) => fill.reviewer_id)).size).toBe(2);
  });

  test('A14: with deny: 2, one deny leaves it pending and visible, and two end it; the same person twice is one', async () => {
    const { id } = await asked('patient');
    expect((await decideOn(ann, id, 'deny')).state).toBe('pending');
    expect((await decideOn(ann, id, 'deny')).state).toBe('pending');
    const form = await getRequest(ann, id);
    expect(form.decisions.map((decision) => decision.decision)).toEqual(['deny']);
    expect((await decideOn(bob, id, 'deny')).state).toBe('denied');
  });

  test('A14: more approvals than slots unsettle nothing', async () => {
    const { id } = await asked('two');
    await decideOn(ann, id, 'approve');
    expect((await decideOn(bob, id, 'approve')).state).toBe('pending');
    expect((await decideOn(sam, id, 'approve')).state).toBe('approved');
    expect(await liveGrants(id)).toBe(1);
  });

  test.each([
    ['missing', undefined],
    ['blank', ' \t\n'],
    ['zero-width', '\u200b\u200d\ufeff'],
    ['bidi marks', '\u202e\u2066\u200f'],
    ['letters drawn as nothing', '\u3164\u115f\uffa0\u2800'],
    ['tags', '\u{e0041}\u{e0042}'],
  ])(
    'A17: a required reason that is %s is refused, for a deny and where policy asks it of an approve',
    async (_, reason) => {
      const { id } = await asked('worded');
      for (const verdict of ['approve', 'deny'] as const)
        expect(await refusalOf(decideOn(ann, id, verdict, { reason: reason! }))).toBe('reason_required');
      expect(await stateOf(id)).toBe('pending');
      expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.reason)).toEqual(
        Array(2).fill('reason_required'),
      );
    },
  );

  test('A17: an approve needs no reason where policy asks for none', async () => {
    const { id } = await asked('peer');
    expect((await decideOn(ann, id, 'approve', { reason: undefined! })).state).toBe('approved');
  });
});

describe('what the word was about', () => {
  test('C2: a decision that names another digest or another revision is stale', async () => {
    const { id, digest } = await asked('peer');
    for (const change of [{ digest: 'A'.repeat(43) }, { revision: 2 }]) {
      const refusal = await refused(decideOn(ann, id, 'approve', change));
      expect(refusal).toMatchObject({ code: 'stale_revision', members: { revision: 1, digest } });
    }
    expect((await eventsOf(id, 'decision.refused')).map((event) => event.data.shown_revision)).toEqual([1, 2]);
    expect(await stateOf(id)).toBe('pending');
  });

  test('C10: an approve without having been shown this very view is refused, be it somebody else’s view; a deny is taken', async () => {
    const { id } = await asked('peer');
    const { view_digest } = await getCard(ann, id);
    expect(await refusalOf(decideOn(bob, id, 'approve', { view_digest: newId('view') }))).toBe('view_incomplete');
    const unseen = await signedIn(['grp:sre']);
    const { digest, revision } = await getRequest(by.agent, id);
    const blind = { requestId: id, digest, revision, view_digest, reason: 'No.' };
    expect(await refusalOf(recordDecision(unseen, { ...blind, decision: 'approve' }))).toBe('view_incomplete');
    expect((await recordDecision(unseen, { ...blind, decision: 'deny' })).state).toBe('denied');
  });

  test('an approve by a session that is not sure enough is refused and a deny by it is not', async () => {
    const { id } = await asked('sure');
    const refusal = await refused(decideOn(ann, id, 'approve'));
    expect(refusal).toMatchObject({ code: 'assurance_too_low', members: { min_assurance: 'L3' } });
    expect((await decideOn({ ...ann, assurance: 'L3' }, id, 'approve')).state).toBe('approved');
    const other = await asked('sure');
    expect((await decideOn(bob, other.id, 'deny')).state).toBe('denied');
  });
});
