import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalize } from '#protocol/jcs.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { resetEnv } from '../env.ts';
import { introduceKeys } from './introduce-keys.ts';

testDatabase();

async function introductions() {
  const { rows } = await pool().query<{
    data: { use: string; key_id: string; spki: string; proof: string; predecessor_id?: string };
  }>(`SELECT payload::jsonb #> '{predicate,data}' AS data FROM event WHERE type = 'key.introduced' ORDER BY at, id`);
  return rows.map((row) => row.data);
}

test('a key is introduced once, however many replicas start, and only by who holds it', async () => {
  await Promise.all([introduceKeys(), introduceKeys(), introduceKeys()]);
  await introduceKeys();
  const all = await introductions();
  expect(all.map(({ use }) => use).sort()).toEqual(['event', 'grant']);
  for (const { proof, ...said } of all) {
    const key = createPublicKey({ key: Buffer.from(said.spki, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from(canonicalize(said)), key, Buffer.from(proof, 'base64'))).toBe(true);
  }
});

test('a new key names the one it follows, which is kept and counts as retired', async () => {
  await introduceKeys();
  const before = (await introductions()).find(({ use }) => use === 'grant')!;
  process.env.GRANT_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  resetEnv();
  delete (globalThis as { countersignKeys?: unknown }).countersignKeys;
  await introduceKeys();
  expect((await introductions()).at(-1)).toMatchObject({ use: 'grant', predecessor_id: before.key_id });
  const { rows } = await pool().query(`SELECT id FROM signing_key WHERE use = 'grant' AND retired_at IS NOT NULL`);
  expect(rows).toEqual([{ id: before.key_id }]);
});
