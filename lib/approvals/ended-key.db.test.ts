import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { answerQuestion } from './answer-question.ts';
import { cancelRequest } from './cancel-request.ts';
import { type Caller, caller, decideOn, eventsOf, filed, policyOf, refusalOf, stateOf } from './testing.ts';

testDatabase();
beforeAll(() => policyOf());

let by: Caller;
let id: string;
let questionId: string;

beforeEach(async () => {
  by = await caller();
  ({ id } = await filed(by));
  await decideOn(await signedIn(['grp:sre']), id, 'ask');
  const { rows } = await pool().query<{ id: string }>('SELECT id FROM question WHERE request_id = $1', [id]);
  questionId = rows[0]!.id;
});

/** What happened to the key after it was authenticated, and before the verb began. */
const ends: [string, string][] = [
  ['credential_revoked', `revoked_at = now()`],
  ['credential_expired', `expires_at = now() - interval '1 second'`],
];

describe.each(ends)('F3: a key that ended while the call was on its way (%s)', (code, change) => {
  beforeEach(() => pool().query(`UPDATE credential SET ${change} WHERE id = $1`, [by.agent.credentialId]));

  test('cannot give a request up', async () => {
    expect(await refusalOf(cancelRequest(by.agent, { requestId: id, reason: 'Not needed.' }))).toBe(code);
    expect(await stateOf(id)).not.toBe('cancelled');
    expect(await eventsOf(id, 'request.cancelled')).toEqual([]);
  });

  test('cannot put words into the agent’s mouth', async () => {
    const answer = answerQuestion(by.agent, { requestId: id, questionId, answer: 'Trust me.' });
    expect(await refusalOf(answer)).toBe(code);
    expect(await eventsOf(id, 'request.answered')).toEqual([]);
  });
});

test('a key of another agent is no key of this one', async () => {
  const other = await caller();
  const mixed = { ...by.agent, credentialId: other.agent.credentialId };
  expect(await refusalOf(cancelRequest(mixed, { requestId: id, reason: 'Not needed.' }))).toBe('credential_revoked');
});
