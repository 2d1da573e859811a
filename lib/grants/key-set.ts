import { createPublicKey } from 'node:crypto';
import type { GrantKey } from '#protocol/grant.ts';
import { pool } from '../db/pool.ts';
import { keyFor } from '../log/keys.ts';
import type { SigningKey } from '../log/signing-key.ts';

/** The public keys grants are verified with, as `/.well-known/jwks.json` serves them (RFC 7517). */
export interface GrantKeySet {
  keys: GrantKey[];
}

const shared = globalThis as typeof globalThis & { countersignGrantKeys?: { set: GrantKeySet; readAt: number } };

/**
 * Keys in force and keys retired less than two days ago: a grant lives a day at most and is checked a day after.
 *
 * Held for five seconds unless the caller wants it younger, so that a key which another replica introduced, or somebody
 * took out of use, is known here without a restart.
 */
export async function grantKeySet(oldestMilliseconds = 5_000): Promise<GrantKeySet> {
  const held = shared.countersignGrantKeys;
  if (held && performance.now() - held.readAt < oldestMilliseconds) return held.set;
  const readAt = performance.now();
  const set = { keys: await readKeys() };
  shared.countersignGrantKeys = { set, readAt };
  return set;
}

async function readKeys(): Promise<GrantKey[]> {
  const current = keyFor('grant');
  const { rows } = await pool().query<{ id: string; spki: Buffer }>(
    `SELECT id, spki FROM signing_key
     WHERE use = 'grant' AND id <> $1 AND (retired_at IS NULL OR retired_at > now() - interval '2 days')`,
    [current.id],
  );
  const older = rows.map((row) => publicJwk(row.id, createPublicKey({ key: row.spki, format: 'der', type: 'spki' })));
  return [publicJwk(current.id, current.publicKey), ...older];
}

function publicJwk(kid: string, key: SigningKey['publicKey']): GrantKey {
  const jwk = key.export({ format: 'jwk' }) as GrantKey;
  return { ...jwk, kid, use: 'sig', alg: jwk.kty === 'OKP' ? 'EdDSA' : 'ES256' };
}
