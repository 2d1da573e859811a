import { expect, test } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { getRequest } from './get-request.ts';
import { listQueue } from './list-queue.ts';
import { listTimeline } from './list-timeline.ts';
import { caller, decideOn, eventTypes, filed, policyOf, redeem, report } from './testing.ts';

testDatabase();

test('an approved action runs once, exactly as approved, and every step is in the log', async () => {
  await policyOf();
  const by = await caller();
  const reviewer = await signedIn(['grp:sre']);
  const asked = await filed(by);
  expect(asked).toMatchObject({ state: 'pending', effect: 'require', next: 'wait' });
  expect(asked.grant).toBeUndefined();

  const queue = await listQueue(reviewer, { tab: 'needs_me', limit: 50 });
  expect(queue.items.map((row) => row.id)).toContain(asked.id);

  const decided = await decideOn(reviewer, asked.id, 'approve');
  expect(decided.state).toBe('approved');

  const approved = await getRequest(by.agent, asked.id);
  expect(approved).toMatchObject({ state: 'approved', next: 'redeem', decided_by: 'people' });
  const redeemed = await redeem(by, approved);
  expect(redeemed).toMatchObject({ uses_left: 0, digest: asked.digest });
  await report(by, approved, redeemed.redemption);

  expect(await getRequest(by.agent, asked.id)).toMatchObject({ state: 'succeeded', next: 'stop' });
  expect(await eventTypes(asked.id)).toEqual([
    'evaluation.made',
    'request.submitted',
    'decision.recorded',
    'request.approved',
    'grant.issued',
    'grant.redeemed',
    'outcome.reported',
  ]);
  const timeline = await listTimeline(reviewer, asked.id);
  expect(timeline.find((entry) => entry.type === 'decision.recorded')).toMatchObject({ text: 'I looked at it.' });
});
