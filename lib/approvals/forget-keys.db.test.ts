import { expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { forgetIdempotencyKeys } from './forget-keys.ts';
import { submitRequest } from './submit-request.ts';
import { actionOf, caller, filed, policyOf } from './testing.ts';

const { ownerPool } = testDatabase();

test('J1: a key finds its request for as long as that is open, and a day longer', async () => {
  await policyOf();
  const by = await caller();
  const open = { action: actionOf(by.agent), idempotencyKey: newId('key') };
  const ended = { action: actionOf(by.agent), idempotencyKey: newId('key') };
  const first = await filed(by, open.action, open);
  const second = await filed(by, ended.action, ended);
  await ownerPool().query(`UPDATE idempotency SET at = now() - interval '3 days'`);
  await pool().query(`UPDATE request SET state = 'denied', settled_at = now() - interval '2 days' WHERE id = $1`, [
    second.id,
  ]);

  expect(await forgetIdempotencyKeys()).toBe(1);
  expect((await submitRequest(by.agent, open)).request.id).toBe(first.id);
  expect((await submitRequest(by.agent, ended)).request.id).not.toBe(second.id);
});
