import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GrantClaims } from '#protocol/grant-claims.ts';
import { newId } from '#protocol/id.ts';
import type { RequestForm } from '#protocol/wire.ts';
import { type Caller, caller, eventTypes, filed, policyOf, redeem, refusalOf } from '../approvals/testing.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { introduceKeys } from '../log/introduce-keys.ts';
import { keyFor } from '../log/keys.ts';
import { type SigningKey, signingKey } from '../log/signing-key.ts';
import { grantKeySet } from './key-set.ts';

testDatabase();

const newKey = (): SigningKey =>
  signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Header {
  alg: string;
  kid: string;
  typ: string;
}

/** A token of any header and claims, sealed by whoever says so. */
function token(header: Header, claims: object, seal: (bytes: Buffer) => Uint8Array): string {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${Buffer.from(seal(Buffer.from(signed))).toString('base64url')}`;
}

/** What a genuine token says. */
function readToken(genuine: string): { header: Header; claims: GrantClaims } {
  const [header, claims] = genuine
    .split('.')
    .slice(0, 2)
    .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
  return { header, claims };
}

let by: Caller;
let form: RequestForm;
let header: Header;
let claims: GrantClaims;
beforeAll(() =>
  policyOf({
    rules: [{ id: 'all', effect: 'allow', actions: ['*'], when: 'true', sample: 0.05 }],
    tests: [{ name: 'all', given: { action: { name: 'a' } }, expect: { effect: 'allow' } }],
  }),
);
beforeEach(async () => {
  by = await caller();
  form = await filed(by);
  ({ header, claims } = readToken(form.grant!));
});

const usesLeft = async (): Promise<number> =>
  (await pool().query('SELECT uses_left FROM "grant" WHERE request_id = $1', [form.id])).rows[0].uses_left;

/** The reason in the Event of the last attempt of this test's executor. */
const recorded = async (): Promise<string> =>
  (
    await pool().query<{ reason: string }>(
      `SELECT payload::jsonb #>> '{predicate,data,reason}' AS reason FROM event
        WHERE actor_id = $1 AND type = 'grant.refused' ORDER BY at DESC, id LIMIT 1`,
      [by.executor.executorId],
    )
  ).rows[0]!.reason;

describe('F12: what is not a grant of ours', () => {
  const ours = () => keyFor('grant');
  const sign = (bytes: Buffer) => ours().signJws(bytes);

  test.each<[string, () => string]>([
    ['alg none', () => token({ ...header, alg: 'none' }, claims, () => Buffer.alloc(0))],
    ['alg none under a good signature', () => token({ ...header, alg: 'none' }, claims, sign)],
    [
      'HS256 with the public key as its secret',
      () =>
        token({ ...header, alg: 'HS256' }, claims, (bytes) => createHmac('sha256', ours().spki).update(bytes).digest()),
    ],
    [
      'a key of somebody else under their kid',
      () => {
        const key = newKey();
        return token({ ...header, kid: key.id }, claims, (bytes) => key.signJws(bytes));
      },
    ],
    ['a key of somebody else under our kid', () => token(header, claims, (bytes) => newKey().signJws(bytes))],
    [
      'the event key',
      () => token({ ...header, kid: keyFor('event').id }, claims, (bytes) => keyFor('event').signJws(bytes)),
    ],
    ['another typ', () => token({ ...header, typ: 'JWT' }, claims, sign)],
    ['another issuer', () => token(header, { ...claims, iss: 'https://elsewhere.test' }, sign)],
    [
      'another audience',
      () => token(header, { ...claims, aud: ['https://elsewhere.test', by.executor.executorId] }, sign),
    ],
    [
      'more uses written into it',
      () => `${part(header)}.${part({ ...claims, uses: 100 })}.${form.grant!.split('.')[2]}`,
    ],
    ['nothing at all', () => ''],
  ])('F12: %s is bad_signature, an Event, and spends nothing', async (_, forged) => {
    expect(await refusalOf(redeem(by, { ...form, grant: forged() }))).toBe('bad_signature');
    expect(await recorded()).toBe('bad_signature');
    expect(await usesLeft()).toBe(1);
    expect((await redeem(by, form)).uses_left).toBe(0);
  });

  test.each<[string, string, () => Partial<GrantClaims>]>([
    ['an id that was never issued', 'unknown_grant', () => ({ jti: newId('grt') })],
    ['a Request that does not exist', 'unknown_grant', () => ({ txn: newId('req') })],
  ])('F12: signed with our key, with %s: %s', async (_, code, change) => {
    const forged = token(header, { ...claims, ...change() }, (bytes) => ours().signJws(bytes));
    expect(await refusalOf(redeem(by, { ...form, grant: forged }))).toBe(code);
    expect(await recorded()).toBe(code);
    expect(await usesLeft()).toBe(1);
  });

  test('F12: signed with our key for another Action than the row says: the row counts', async () => {
    const other = await filed(by);
    const details = claims.authorization_details.map((detail) => ({ ...detail, digest: other.digest }));
    const forged = token(header, { ...claims, digest: other.digest, authorization_details: details }, (bytes) =>
      ours().signJws(bytes),
    );
    expect(await refusalOf(redeem(by, { grant: forged, action: other.action }))).toBe('different_action');
    expect(await refusalOf(redeem(by, { grant: forged, action: form.action }))).toBe('different_action');
    expect(await usesLeft()).toBe(1);
  });

  test('F12: stolen by another executor, or brought by the agent itself: wrong_executor', async () => {
    const thief = await caller();
    expect(await refusalOf(redeem({ ...by, executor: thief.executor }, form))).toBe('wrong_executor');
    expect(await refusalOf(redeem({ ...by, executor: by.agent as never }, form))).toBe('wrong_executor');
    expect((await eventTypes(form.id)).filter((type) => type === 'grant.refused')).toHaveLength(2);
    expect((await redeem(by, form)).uses_left).toBe(0);
  });
});

describe('F12: keys that change', () => {
  const keys = globalThis as { countersignKeys?: { grant?: SigningKey } };

  test('F12: a grant signed before its key was rotated stays good until it ends; a key withdrawn does not', async () => {
    await introduceKeys();
    const before = keyFor('grant');
    keys.countersignKeys!.grant = newKey();
    await introduceKeys();
    const [one, two] = [form, await filed(by)];
    expect(readToken(two.grant!).header.kid).not.toBe(before.id);
    expect((await redeem(by, one)).uses_left).toBe(0);

    keys.countersignKeys!.grant = before;
    const three = await filed(by);
    keys.countersignKeys!.grant = newKey();
    await introduceKeys();
    await pool().query(`UPDATE signing_key SET retired_at = now() - interval '3 days' WHERE id = $1`, [before.id]);
    expect((await grantKeySet(0)).keys.map((key) => key.kid)).not.toContain(before.id);
    expect(await refusalOf(redeem(by, three))).toBe('bad_signature');
    expect((await redeem(by, two)).uses_left).toBe(0);
  });

  test('F12: a grant signed by a replica with a newer key is good on one that has not seen that key yet', async () => {
    const here = keyFor('grant');
    await grantKeySet();
    keys.countersignKeys!.grant = newKey();
    await introduceKeys();
    const theirs = await filed(by);
    keys.countersignKeys!.grant = here;
    await pool().query('SELECT pg_sleep(1)');
    expect((await redeem(by, theirs)).uses_left).toBe(0);
  });
});
