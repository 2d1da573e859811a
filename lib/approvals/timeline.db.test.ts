import { expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { addComment } from './add-comment.ts';
import { getRequest } from './get-request.ts';
import { listTimeline } from './list-timeline.ts';
import { caller, decideOn, filed, policyOf } from './testing.ts';

testDatabase();

test('what reviewers say among themselves does not reach the agent they talk about', async () => {
  await policyOf();
  const by = await caller();
  const reviewer = await signedIn(['grp:sre']);
  const { id } = await filed(by);
  await addComment(reviewer, { requestId: id, text: 'I think this agent is compromised.' });
  await decideOn(reviewer, id, 'approve', { reason: 'Harmless, and we want to watch it.' });

  const seenByAgent = JSON.stringify([await listTimeline(by.agent, id), await getRequest(by.agent, id)]);
  expect(seenByAgent).not.toContain('compromised');
  expect(seenByAgent).not.toContain('watch it');
  expect(JSON.stringify(await listTimeline(reviewer, id))).toContain('compromised');
});

test('why somebody denied reaches the agent, which has to correct it', async () => {
  await policyOf();
  const by = await caller();
  const { id } = await filed(by);
  await decideOn(await signedIn(['grp:sre']), id, 'deny', { reason: 'Name the rows.' });
  expect((await getRequest(by.agent, id)).why).toBe('Name the rows.');
  expect(JSON.stringify(await listTimeline(by.agent, id))).toContain('Name the rows.');
});

test('C1: not even the runtime role can make a grant say something else, or have more uses than it has left', async () => {
  await policyOf();
  const by = await caller();
  const { id } = await filed(by);
  await decideOn(await signedIn(['grp:sre']), id, 'approve');
  const change = (assignment: string) => pool().query(`UPDATE "grant" SET ${assignment} WHERE request_id = $1`, [id]);
  await expect(change(`digest = 'another'`)).rejects.toThrow('cannot be changed');
  await expect(change('uses = 9')).rejects.toThrow('cannot be changed');
  await change('uses_left = 0');
  await expect(change('uses_left = 1')).rejects.toThrow('cannot be changed');
});
