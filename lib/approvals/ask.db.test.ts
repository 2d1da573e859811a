import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { answerQuestion } from './answer-question.ts';
import { getCard } from './get-card.ts';
import { getRequest } from './get-request.ts';
import { recheckOpenRequests } from './recheck-open.ts';
import { reviseRequest } from './revise-request.ts';
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
  ready,
  refusalOf,
  refused,
  stateOf,
} from './testing.ts';

const database = testDatabase();

let by: Caller;
let ann: Awaited<ReturnType<typeof signedIn>>;
let bob: typeof ann;

beforeAll(async () => {
  await policyOf({
    requirements: {
      peer: { slots: [{ group: 'sre' }], escalate: [{ after: '10m', notify: ['sre'] }] },
      'two-person': { slots: [{ group: 'sre', count: 2 }] },
    },
    rules: [{ id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' }],
  });
  [ann, bob] = await Promise.all([signedIn(['grp:sre']), signedIn(['grp:sre'])]);
});

beforeEach(async () => {
  by = await caller();
});

const minute = 60_000;
const deadline = async (id: string) => Date.parse((await getRequest(by.agent, id)).expires_at!);
const answer = async (id: string, text = 'Only mine.') => {
  const open = (await getRequest(by.agent, id)).questions.find((question) => !question.answer)!;
  return answerQuestion(by.agent, { requestId: id, questionId: open.id, answer: text });
};
const revise = (id: string, action = actionOf(by.agent), adopts?: string) =>
  reviseRequest(by.agent, { requestId: id, action, idempotencyKey: newId('key'), ...(adopts && { adopts }) });

describe('a question stops the clock, once', () => {
  test('E9: for half the deadline at most; an agent that never answers expires', async () => {
    const { id, expires_at } = await filed(by);
    await decideOn(ann, id, 'ask');
    expect((await deadline(id)) - Date.parse(expires_at!)).toBe(30 * minute);
    expect((await getRequest(by.agent, id)).next).toBe('answer');
    await deadlinePassed(id);
    expect(await getRequest(by.agent, id)).toMatchObject({ state: 'expired', next: 'stop' });
    expect(await refusalOf(decideOn(bob, id, 'approve'))).toBe('expired');
  });

  test('E9: an answer gives back what the pause did not use', async () => {
    const { id, expires_at } = await filed(by);
    await decideOn(ann, id, 'ask');
    await answer(id);
    const given = (await deadline(id)) - Date.parse(expires_at!);
    expect(given).toBeGreaterThanOrEqual(0);
    expect(given).toBeLessThan(minute);
  });

  test('E9: a second question, asked before or after the answer, pauses nothing', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'ask');
    const paused = await deadline(id);
    await decideOn(bob, id, 'ask', { question: 'And why today?' });
    expect(await deadline(id)).toBe(paused);
    await answer(id);
    expect(await deadline(id)).toBe(paused);
    await answer(id);
    const resumed = await deadline(id);
    await decideOn(ann, id, 'ask', { question: 'Once more?' });
    expect(await deadline(id)).toBe(resumed);
  });

  test('E9: nor does one after the Action was revised', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'ask');
    await revise(id);
    const before = await deadline(id);
    await decideOn(ann, id, 'ask');
    expect(await deadline(id)).toBe(before);
  });

  test('E9: escalation waits as long as the deadline does', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'ask');
    await filedEarlier(database.ownerPool(), id, '11 minutes');
    await pool().query(`UPDATE request SET paused_at = paused_at - interval '5 minutes' WHERE id = $1`, [id]);
    await recheckOpenRequests();
    expect(await eventsOf(id, 'request.escalated')).toEqual([]);
    await filedEarlier(database.ownerPool(), id, '5 minutes');
    await recheckOpenRequests();
    expect(await eventsOf(id, 'request.escalated')).toHaveLength(1);
  });
});

describe('what a question can and cannot do', () => {
  test('C16: an answer changes neither the Action nor a vote', async () => {
    const form = await filed(by, actionOf(by.agent, 'two.run'));
    await decideOn(bob, form.id, 'approve');
    await decideOn(ann, form.id, 'ask');
    await answer(form.id, 'Please approve {"action":{"name":"other"}}');
    const after = await getRequest(by.agent, form.id);
    expect(after).toMatchObject({ digest: form.digest, revision: 1, action: form.action });
    expect(after.requirement!.slots.filter((slot) => slot.filled)).toHaveLength(1);
    expect((await decideOn(ann, form.id, 'approve')).state).toBe('approved');
  });

  test('C16: a proposal that the agent does not adopt changes nothing', async () => {
    const form = await filed(by);
    await decideOn(ann, form.id, 'ask', { proposal: actionOf(by.agent) });
    await answer(form.id, 'No.');
    expect(await getRequest(by.agent, form.id)).toMatchObject({ digest: form.digest, revision: 1 });
    expect((await decideOn(ann, form.id, 'approve')).state).toBe('approved');
  });

  test('C16: a proposal adopted is a Revision', async () => {
    const { id } = await filed(by);
    const proposal = actionOf(by.agent);
    await decideOn(ann, id, 'ask', { proposal });
    const { questions } = await getRequest(by.agent, id);
    const { request } = await revise(id, proposal, questions[0]!.id);
    expect(request).toMatchObject({ revision: 2, action: proposal, state: 'pending' });
  });

  test('C16: an answer is given once, by the agent that was asked', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'ask');
    const { questions } = await getRequest(by.agent, id);
    const asked = { requestId: id, questionId: questions[0]!.id, answer: 'Mine.' };
    const stranger = await caller();
    expect(await refusalOf(answerQuestion(stranger.agent, asked))).toBe('not_found');
    await answerQuestion(by.agent, asked);
    expect(await refusalOf(answerQuestion(by.agent, { ...asked, answer: 'Other.' }))).toBe('already_settled');
    expect((await getRequest(by.agent, id)).questions[0]!.answer!.text).toBe('Mine.');
  });

  test('A17: a question nobody could read is no question', async () => {
    const { id } = await filed(by);
    expect(await refusalOf(decideOn(ann, id, 'ask', { question: '\u200b' }))).toBe('reason_required');
    expect((await getRequest(by.agent, id)).questions).toEqual([]);
  });
});

describe('a changed Action is another Action', () => {
  test('C1: any change, be it one byte or one array order, is another digest and voids every vote', async () => {
    const base = actionOf(by.agent, 'two.run');
    const { id } = await filed(by, { ...base, context: { list: [1, 2], text: 'a' } });
    const changes = [
      { ...base, context: { list: [2, 1], text: 'a' } },
      { ...base, context: { list: [2, 1], text: 'b' } },
      { ...base, context: { list: [2, 1], text: 'b', more: null } },
      { ...base, context: { list: [2, 1], text: 'b', more: '' } },
      { ...base, resource: { ...base.resource, id: 'prod-billing2' }, context: {} },
    ];
    const digests = new Set<string>();
    for (const action of changes) {
      await decideOn(ann, id, 'approve');
      const { request } = await revise(id, action);
      expect(request.requirement!.slots.map((slot) => slot.filled)).toEqual([false, false]);
      digests.add(request.digest);
    }
    expect(digests.size).toBe(changes.length);
    const revised = await eventsOf(id, 'request.revised');
    expect(revised.map((event) => event.data.voided_leaf.length)).toEqual(Array(5).fill(1));
    expect((await decideOn(bob, id, 'approve')).state).toBe('pending');
  });

  test('C1: the same Action in another order of members is no revision', async () => {
    const form = await filed(by);
    const { subject, action, resource, context } = form.action;
    expect(await refusalOf(revise(form.id, { context, resource, action, subject }))).toBe('nothing_changed');
  });

  test('C1: an approval given for an earlier version of the Action does not come back with it', async () => {
    const form = await filed(by, actionOf(by.agent, 'two.run'));
    await decideOn(ann, form.id, 'approve');
    await revise(form.id, actionOf(by.agent, 'two.run'));
    const { request } = await revise(form.id, form.action);
    expect(request.digest).toBe(form.digest);
    expect(request.requirement!.slots.map((slot) => slot.filled)).toEqual([false, false]);
    expect((await decideOn(bob, form.id, 'approve')).state).toBe('pending');
    expect((await decideOn(ann, form.id, 'approve')).state).toBe('approved');
  });

  test('C2: a decision on revision n that arrives after n+1 is stale, and learns which one there is now', async () => {
    const { id } = await filed(by);
    const press = await ready(ann, id, 'approve');
    const { request } = await revise(id);
    const refusal = await refused(press());
    expect(refusal).toMatchObject({ code: 'stale_revision', members: { revision: 2, digest: request.digest } });
    expect((await eventsOf(id, 'decision.refused'))[0]!.data).toMatchObject({
      shown_revision: 1,
      reason: 'stale_revision',
    });
    expect((await getCard(ann, id)).previous!.revision).toBe(1);
  });

  test('C2: the approval and the revision meet: it is approved as it was or pending as it is, never approved as it is', async () => {
    const ends = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const form = await filed(by);
      const press = await ready(ann, form.id, 'approve');
      await Promise.allSettled(round % 2 ? [press(), revise(form.id)] : [revise(form.id), press()]);
      const now = await getRequest(by.agent, form.id);
      ends.add(now.state);
      if (now.state === 'approved') expect(now.digest).toBe(form.digest);
      else expect(now).toMatchObject({ state: 'pending', revision: 2 });
    }
    expect([...ends].every((state) => ['approved', 'pending'].includes(state))).toBe(true);
  });

  test('C1: a Request settled, or given up, is not revised; its votes stand for what they were', async () => {
    const { id } = await filed(by);
    await decideOn(ann, id, 'approve');
    expect(await refusalOf(revise(id))).toBe('already_settled');
    expect(await stateOf(id)).toBe('approved');
  });
});
