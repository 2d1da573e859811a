import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toBase64url } from './base64.ts';
import type { GrantKey } from './grant.ts';
import { GrantError, verifyGrant, verifyGrantSeal } from './grant.ts';
import { newId } from './id.ts';

const issuer = 'http://localhost:3000';
const audience = newId('exe');
const digest = `${'a'.repeat(42)}A`;
const now = 1_800_000_000;

const claims = {
  iss: issuer,
  aud: [issuer, audience],
  sub: 'user:ann@example.com',
  act: { sub: newId('agt') },
  jti: newId('grt'),
  txn: newId('req'),
  ver: 1,
  iat: now - 10,
  nbf: now - 10,
  exp: now + 600,
  digest,
  rev: 1,
  authorization_details: [
    { type: 'agent_action', action: 'sql.execute', resource: { type: 'database', id: 'billing' }, digest },
  ],
  pol: { name: 'prod', version: 3, digest },
  apr: [{ slot: 'sre', decision: newId('dec'), assurance: 'L2' }],
  basis: 'decisions',
  uses: 1,
  exec: { id: audience, grade: 'cooperative' },
};

async function signer(alg: 'EdDSA' | 'ES256', kid: string) {
  const make = alg === 'EdDSA' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' };
  const use = alg === 'EdDSA' ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' };
  const pair = (await crypto.subtle.generateKey(make, true, ['sign', 'verify'])) as CryptoKeyPair;
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const jwk = { kty, crv, x, ...(y ? { y } : {}), kid, alg, use: 'sig' } as GrantKey;
  const sign = async (payload: unknown, header: Record<string, unknown> = {}) => {
    const head = { alg, kid, typ: 'countersign-grant+jwt', ...header };
    const text = `${part(head)}.${part(payload)}`;
    const seal = await crypto.subtle.sign(use, pair.privateKey, new TextEncoder().encode(text));
    return `${text}.${toBase64url(new Uint8Array(seal))}`;
  };
  return { jwk, sign };
}

const part = (value: unknown) =>
  toBase64url(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));

const ours = await signer('EdDSA', 'k1');
const fips = await signer('ES256', 'k2');
const foreign = await signer('EdDSA', 'k1');
const jwks = { keys: [ours.jwk, fips.jwk] };

async function outcome(token: string, at = now): Promise<string> {
  try {
    await verifyGrant(token, jwks, { issuer, audience, now: at });
    return 'accepted';
  } catch (error) {
    if (error instanceof GrantError) return error.code;
    throw error;
  }
}

describe('F12: only a grant that is ours, for this executor and open now, is accepted', () => {
  test('EdDSA and ES256 are good', async () => {
    expect(await outcome(await ours.sign(claims))).toBe('accepted');
    expect(await outcome(await fips.sign(claims))).toBe('accepted');
  });

  test('a key that says which algorithm it is for serves no other', async () => {
    const serve = (alg: string) => ({ keys: [{ ...ours.jwk, alg }] });
    const verified = async (alg: string) => verifyGrant(await ours.sign(claims), serve(alg), { issuer, audience, now });
    expect((await verified('Ed25519')).jti).toBe(claims.jti);
    await expect(verified('ES256')).rejects.toThrow(GrantError);
    await expect(verified('none')).rejects.toThrow(GrantError);
  });

  test('alg none is refused, with and without a signature', async () => {
    const head = part({ alg: 'none', kid: 'k1', typ: 'countersign-grant+jwt' });
    expect(await outcome(`${head}.${part(claims)}.`)).toBe('wrong_algorithm');
    expect(await outcome(await ours.sign(claims, { alg: 'none' }))).toBe('wrong_algorithm');
  });

  test('HS256 with the public key as the secret is refused', async () => {
    const text = `${part({ alg: 'HS256', kid: 'k1', typ: 'countersign-grant+jwt' })}.${part(claims)}`;
    const seal = createHmac('sha256', Buffer.from(ours.jwk.x!, 'base64url')).update(text).digest('base64url');
    expect(await outcome(`${text}.${seal}`)).toBe('wrong_algorithm');
  });

  test('a key of one algorithm does not serve the other, and names on Object.prototype are no algorithms', async () => {
    expect(await outcome(await ours.sign(claims, { kid: 'k2' }))).toBe('wrong_algorithm');
    expect(await outcome(await ours.sign(claims, { alg: 'constructor' }))).toBe('wrong_algorithm');
  });

  test('a foreign or missing kid, and a foreign key under our kid', async () => {
    expect(await outcome(await ours.sign(claims, { kid: 'k9' }))).toBe('unknown_key');
    expect(await outcome(await ours.sign(claims, { kid: undefined }))).toBe('unknown_key');
    expect(await outcome(await foreign.sign(claims))).toBe('bad_signature');
  });

  test('a JWT of another type, or one with critical extensions', async () => {
    expect(await outcome(await ours.sign(claims, { typ: 'JWT' }))).toBe('wrong_type');
    expect(await outcome(await ours.sign(claims, { typ: undefined }))).toBe('wrong_type');
    expect(await outcome(await ours.sign(claims, { crit: ['b64'], b64: false }))).toBe('malformed');
    expect(await outcome(await ours.sign(claims, { jwk: ours.jwk }))).toBe('malformed');
  });

  test('another issuer, another audience', async () => {
    expect(await outcome(await ours.sign({ ...claims, iss: 'https://evil.example' }))).toBe('wrong_issuer');
    const other = newId('exe');
    const elsewhere = { ...claims, aud: [issuer, other], exec: { id: other, grade: 'network' } };
    expect(await outcome(await ours.sign(elsewhere))).toBe('wrong_audience');
  });

  test('before it opens and from the second it closes; at redemption the database looks at the clock', async () => {
    const token = await ours.sign(claims);
    expect(await outcome(token, claims.nbf - 1)).toBe('not_yet_valid');
    expect(await outcome(token, claims.nbf)).toBe('accepted');
    expect(await outcome(token, claims.exp)).toBe('expired');
    expect((await verifyGrantSeal(token, jwks, { issuer, audience })).jti).toBe(claims.jti);
  });

  test('one changed letter anywhere', async () => {
    const token = await ours.sign(claims);
    for (let at = 0; at < token.length; at += 17) {
      const letter = token[at] === 'A' ? 'B' : 'A';
      expect(await outcome(token.slice(0, at) + letter + token.slice(at + 1))).not.toBe('accepted');
    }
  });

  test.each([
    [
      'a second digest',
      { authorization_details: [{ ...claims.authorization_details[0], digest: `${'b'.repeat(42)}A` }] },
    ],
    ['two permissions', { authorization_details: [...claims.authorization_details, ...claims.authorization_details] }],
    ['another version', { ver: 2 }],
    ['no uses', { uses: 0 }],
    ['101 uses', { uses: 101 }],
    ['an unknown basis', { basis: 'kindness' }],
    ['an executor outside the audience', { exec: { id: newId('exe'), grade: 'structural' } }],
    ['a window that closes before it opens', { exp: claims.nbf }],
    ['a grant id of another kind', { jti: newId('req') }],
  ])('claims we did not write that way: %s', async (_, change) => {
    expect(await outcome(await ours.sign({ ...claims, ...change }))).toBe('unreadable_claims');
  });

  test('duplicate members inside are not readable, although signed', async () => {
    const doubled = JSON.stringify(claims).replace('"uses":1', '"uses":100,"uses":1');
    expect(await outcome(await ours.sign(doubled))).toBe('malformed');
  });

  test.each(['', '.', '..', 'a.b', 'a.b.c.d', 'e30.e30.!', 'A'.repeat(5000)])('not a token: %s', async (token) => {
    expect(await outcome(token)).toBe('malformed');
  });
});
