import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { Action, RequestForm } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { signedIn } from '../identity/testing.ts';
import { cancelRequest } from './cancel-request.ts';
import { getRequest } from './get-request.ts';
import { submitRequest } from './submit-request.ts';
import { actionOf, type Caller, caller, decideOn, filed, policyOf, redeem, refusalOf } from './testing.ts';
import { brokenTruths } from './testing-record.ts';

testDatabase();

let reviewer: HumanActor;
beforeAll(async () => {
  await policyOf();
  reviewer = await signedIn(['grp:sre']);
});

const attach = (by: Caller, action: Action, key = newId('key')): Promise<RequestForm> =>
  filed(by, action, { attach: true, idempotencyKey: key });

const requestsOf = async ({ agent }: Caller): Promise<number> =>
  (await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.agentId])).rowCount!;

describe('J9: the same Action asked for twice', () => {
  test('J9: under two keys it is two Requests', async () => {
    const by = await caller();
    const action = actionOf(by.agent);
    expect((await filed(by, action)).id).not.toBe((await filed(by, action)).id);
  });

  test('J9: with attach, on many connections at once, it is one', async () => {
    for (let round = 0; round < 4; round++) {
      const by = await caller();
      const action = actionOf(by.agent);
      const forms = await Promise.all(Array.from({ length: 20 }, () => attach(by, action)));
      expect(new Set(forms.map((form) => form.id)).size).toBe(1);
      expect(await requestsOf(by)).toBe(1);
    }
    expect(await brokenTruths()).toEqual([]);
  });

  test('J9: attaching joins whatever way the Action is spelt, whatever its nonce, and nothing else', async () => {
    const by = await caller();
    const action = actionOf(by.agent, 'deploy.run', { context: { nonce: 'one', change: 'CHG-1' } });
    const first = await attach(by, action);
    const { subject, resource, context } = action;
    const renonced = { context: { ...context, nonce: 'two' }, resource, subject, action: action.action };
    expect(await attach(by, renonced)).toMatchObject({ id: first.id, action });
    expect((await attach(by, { ...action, context: { nonce: 'one', change: 'CHG-2' } })).id).not.toBe(first.id);
    const other = await caller({ actsFor: ['agent:*'] });
    expect((await attach(other, action)).id).not.toBe(first.id);
  });

  test('J9: it joins what is open or approved and unspent, and nothing that is over', async () => {
    const by = await caller();
    const action = actionOf(by.agent);
    const first = await attach(by, action);
    await decideOn(reviewer, first.id, 'approve');
    const joined = await attach(by, action);
    expect(joined).toMatchObject({ id: first.id, state: 'approved', grant: expect.any(String) });
    await redeem(by, joined);
    const second = await attach(by, action);
    expect(second.id).not.toBe(first.id);
    await cancelRequest(by.agent, { requestId: second.id, reason: 'x' });
    const third = await attach(by, action);
    expect(third.id).not.toBe(second.id);
    await pool().query('UPDATE request SET expires_at = now() WHERE id = $1', [third.id]);
    expect((await attach(by, action)).id).not.toBe(third.id);
  });

  test('K3: the key it attached with finds the same Request again, with the same body only', async () => {
    const by = await caller();
    const action = actionOf(by.agent);
    const first = await filed(by, action);
    const key = newId('key');
    expect((await attach(by, action, key)).id).toBe(first.id);
    await cancelRequest(by.agent, { requestId: first.id, reason: 'x' });
    const again = await submitRequest(by.agent, { action, attach: true, idempotencyKey: key });
    expect(again).toMatchObject({ replayed: true, request: { id: first.id, state: 'cancelled' } });
    expect(await refusalOf(attach(by, actionOf(by.agent), key))).toBe('idempotency_conflict');
  });

  test('J2: the same key with and without attach at once is one Request or a conflict, never an error of ours', async () => {
    for (let round = 0; round < 6; round++) {
      const by = await caller();
      const action = actionOf(by.agent);
      await filed(by, action);
      const key = newId('key');
      const both = await Promise.allSettled([attach(by, action, key), filed(by, action, { idempotencyKey: key })]);
      for (const one of both) if (one.status === 'rejected') expect(one.reason.code).toMatch(/^idempotency_/);
      expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    }
    expect(await brokenTruths()).toEqual([]);
  });
});

test('what was approved for an agent is not handed to one that may not file', async () => {
  const by = await caller();
  const action = actionOf(by.agent);
  const { id } = await filed(by, action);
  await decideOn(reviewer, id, 'approve');
  await pool().query('UPDATE credential SET expires_at = now() WHERE id = $1', [by.agent.credentialId]);
  expect(await refusalOf(attach(by, action))).toBe('credential_expired');
  expect((await getRequest(reviewer, id)).state).toBe('approved');
});
