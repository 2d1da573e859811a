import { createPublicKey } from 'node:crypto';
import type { GrantKey } from '#protocol/grant.ts';
import { pool } from '../db/pool.ts';
import { keyFor } from '../log/keys.ts';
import type { SigningKey } from '../log/signing-key.ts';

/** The public keys grants are verified with, as `/.well-known/jwks.json` serves them (RFC 7517). */
export interface GrantKeySet {
  keys: GrantKey[];
}

const shared = globalThis as typeof globalThis & { countersignGrantKeys?: GrantKeySet };

/** Keys in force and keys retired less than two days ago: a grant lives a day at most and is checked a day after. */
export async function grantKeySet(): Promise<GrantKeySet> {
  shared.countersignGrantKeys ??= { keys: await readKeys() };
  return shared.countersignGrantKeys;
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
