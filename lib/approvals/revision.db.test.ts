import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { parseStrictJson } from '#protocol/strict-json.ts';
import type { Action, Json, RequestForm } from '#protocol/wire.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { signedIn } from '../identity/testing.ts';
import { answerQuestion } from './answer-question.ts';
import { getCard } from './get-card.ts';
import { getRequest } from './get-request.ts';
import { reviseRequest } from './revise-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventTypes,
  filed,
  policyOf,
  ready,
  redeem,
  refusalOf,
} from './testing.ts';
import { anySpelling, changedOnce, someAction } from './testing-actions.ts';
import { brokenTruths } from './testing-record.ts';

testDatabase();

let sre: HumanActor;
let security: HumanActor;
beforeAll(async () => {
  await policyOf({ default: { effect: 'require', use: ['two-person'] } });
  [sre, security] = [await signedIn(['grp:sre']), await signedIn(['grp:security'])];
});

const revise = (by: Caller, { id }: Pick<RequestForm, 'id'>, action: Action, more: { adopts?: string } = {}) =>
  reviseRequest(by.agent, { requestId: id, action, idempotencyKey: newId('key'), ...more });

const filledSlots = ({ requirement }: RequestForm) => requirement!.slots.filter((slot) => slot.filled).length;

describe('what people are looking at changes', () => {
  test('C1: any change to the Action is another digest and another revision, and every vote is void', async () => {
    const by = await caller();
    await fc.assert(
      fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
        const first = await filed(by, action);
        await decideOn(sre, first.id, 'approve');
        const { request } = await revise(by, first, changedOnce(action, choices));
        expect(request.digest).not.toBe(first.digest);
        expect([request.revision, request.state, filledSlots(request)]).toEqual([2, 'pending', 0]);
        expect((await decideOn(security, first.id, 'approve')).state).toBe('pending');
        expect((await decideOn(sre, first.id, 'approve')).state).toBe('approved');
        expect((await redeem(by, await getRequest(by.agent, first.id))).digest).toBe(request.digest);
      }),
      { numRuns: 10 },
    );
    expect(await brokenTruths()).toEqual([]);
  });

  test('C5: the same Action in another spelling changes nothing, and voids no vote', async () => {
    const by = await caller();
    await fc.assert(
      fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
        const first = await filed(by, action);
        await decideOn(sre, first.id, 'approve');
        const respelt = parseStrictJson(anySpelling(action as unknown as Json, choices)) as unknown as Action;
        expect(await refusalOf(revise(by, first, respelt))).toBe('nothing_changed');
        expect(filledSlots(await getRequest(by.agent, first.id))).toBe(1);
      }),
      { numRuns: 6 },
    );
  });

  test('C2: a decision for an earlier revision, or naming another digest, is stale; nothing is counted', async () => {
    const by = await caller();
    const form = await filed(by);
    const late = await ready(sre, form.id, 'approve');
    await revise(by, form, actionOf(by.agent));
    await expect(late()).rejects.toMatchObject({ code: 'stale_revision', members: { revision: 2 } });
    expect(await refusalOf(decideOn(sre, form.id, 'approve', { digest: form.digest }))).toBe('stale_revision');
    expect(await refusalOf(decideOn(sre, form.id, 'deny', { revision: 1 }))).toBe('stale_revision');
    const now = await getRequest(by.agent, form.id);
    expect([now.state, filledSlots(now)]).toEqual(['pending', 0]);
    expect((await eventTypes(form.id)).filter((type) => type === 'decision.refused')).toHaveLength(3);
  });

  test('C2: revise meets approve: the approval is of the earlier revision and void, or refused as stale', async () => {
    for (let round = 0; round < 10; round++) {
      const by = await caller();
      const form = await filed(by);
      await decideOn(sre, form.id, 'approve');
      const last = await ready(security, form.id, 'approve');
      const both = [() => last(), () => revise(by, form, actionOf(by.agent))];
      const [one, two] = round % 2 ? [both[1]!, both[0]!] : [both[0]!, both[1]!];
      const codes = (await Promise.allSettled([one(), two()])).map(
        (end) => end.status === 'rejected' && end.reason.code,
      );
      const now = await getRequest(by.agent, form.id);
      // Approved first, and then nothing is revised; or revised first, and then nothing is approved.
      if (now.state === 'approved') expect(codes).toContain('already_settled');
      else {
        expect([now.state, now.revision, filledSlots(now)]).toEqual(['pending', 2, 0]);
        expect(codes).toContain('stale_revision');
      }
      expect(codes.filter(Boolean)).toHaveLength(1);
    }
    expect(await brokenTruths()).toEqual([]);
  });

  test('C10: a view this reviewer never opened, or opened on another revision, approves nothing', async () => {
    const by = await caller();
    const form = await filed(by);
    const others = await getCard(security, form.id);
    await getCard(sre, form.id);
    const strange = { view_digest: form.digest };
    expect(await refusalOf(decideOn(sre, form.id, 'approve', strange))).toBe('view_incomplete');
    const early = await ready(sre, form.id, 'approve');
    const { request } = await revise(by, form, actionOf(by.agent));
    expect(await refusalOf(early())).toBe('stale_revision');
    const forged = { revision: request.revision, digest: request.digest, view_digest: others.view_digest };
    expect(await refusalOf(decideOn(sre, form.id, 'approve', forged))).toBe('view_incomplete');
  });
});

describe('C16: questions and what comes of them', () => {
  test('C16: an answer says something and changes nothing: the digest and the votes stand', async () => {
    const by = await caller();
    const form = await filed(by);
    await decideOn(security, form.id, 'approve');
    await decideOn(sre, form.id, 'ask');
    const [question] = (await getRequest(by.agent, form.id)).questions;
    const answered = await answerQuestion(by.agent, {
      requestId: form.id,
      questionId: question!.id,
      answer: 'Only the old ones.',
    });
    expect(answered).toMatchObject({ digest: form.digest, revision: 1, action: form.action, next: 'wait' });
    expect(filledSlots(answered)).toBe(1);
  });

  test('C16: a proposal nobody adopts changes nothing; adopted it is a revision, and its proposer an editor', async () => {
    const by = await caller();
    const form = await filed(by);
    const proposal = actionOf(by.agent, 'deploy.run', { context: { limit: 10 } });
    await decideOn(sre, form.id, 'ask', { proposal });
    const asked = await getRequest(by.agent, form.id);
    expect(asked).toMatchObject({ digest: form.digest, revision: 1 });
    const { request } = await revise(by, form, proposal, { adopts: asked.questions[0]!.id });
    expect(request).toMatchObject({ revision: 2, action: proposal });
    await expect(decideOn(sre, form.id, 'approve')).rejects.toMatchObject({
      code: 'self_approval',
      members: { excluded_as: 'editor' },
    });
  });

  test('C16: a question of another Request cannot be adopted or answered', async () => {
    const by = await caller();
    const [one, two] = [await filed(by), await filed(by)];
    await decideOn(sre, one.id, 'ask', { proposal: actionOf(by.agent) });
    const questionId = (await getRequest(by.agent, one.id)).questions[0]!.id;
    expect(await refusalOf(revise(by, two, actionOf(by.agent), { adopts: questionId }))).toBe('not_found');
    expect(await refusalOf(answerQuestion(by.agent, { requestId: two.id, questionId, answer: 'x' }))).toBe('not_found');
  });
});

test('J1: a revision sent twice is one revision; with another body the key is refused', async () => {
  const by = await caller();
  const form = await filed(by);
  const sent = { requestId: form.id, action: actionOf(by.agent), idempotencyKey: newId('key') };
  const all = await Promise.all(Array.from({ length: 12 }, () => reviseRequest(by.agent, sent)));
  expect(all.filter((one) => !one.replayed)).toHaveLength(1);
  expect((await getRequest(by.agent, form.id)).revision).toBe(2);
  expect(await refusalOf(reviseRequest(by.agent, { ...sent, action: actionOf(by.agent) }))).toBe(
    'idempotency_conflict',
  );
});
