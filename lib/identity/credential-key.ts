import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type HolderKind = 'agent' | 'executor';

/** An API key taken apart. Its holder controls every member until the secret was compared. */
export interface CredentialKey {
  holderKind: HolderKind;
  credentialId: string;
  secret: string;
}

const tagOf = { agent: 'agt', executor: 'exe' } as const;
const kindOf = { agt: 'agent', exe: 'executor' } as const;

/** `cs_agt_` or `cs_exe_`, 26 letters of the credential's id, 32 random bytes, CRC-32 of all before it. */
const pattern = /^(cs_(agt|exe)_([0-9a-hjkmnp-tv-z]{26})_([A-Za-z0-9_-]{43}))_([0-9a-f]{8})$/;

/** A new key for a credential: what its holder is shown once, and what is kept of it. */
export function makeCredentialKey(holderKind: HolderKind, credentialId: string) {
  const prefix = `cs_${tagOf[holderKind]}_${credentialId.slice('crd_'.length)}`;
  const secret = randomBytes(32).toString('base64url');
  const body = `${prefix}_${secret}`;
  return { key: `${body}_${checksum(body)}`, prefix, secretHash: hashSecret(secret) };
}

/**
 * The parts of a well-formed key, else undefined.
 *
 * The checksum keeps a mistyped key, and a scanner's false find, from costing a look into the database. It protects
 * nothing: anybody can compute it.
 */
export function parseCredentialKey(text: string): CredentialKey | undefined {
  const [, body, tag, id, secret, sum] = pattern.exec(text) ?? [];
  if (!body || !secret || checksum(body) !== sum) return undefined;
  return { holderKind: kindOf[tag as 'agt' | 'exe'], credentialId: `crd_${id}`, secret };
}

/** SHA-256; a fast hash is right because the secret is 256 random bits, which nobody can guess their way through. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether this is the secret that was hashed, in the same time wherever they differ. */
export function isSecret(secret: string, secretHash: Uint8Array): boolean {
  const presented = hashSecret(secret);
  return secretHash.length === presented.length && timingSafeEqual(presented, secretHash);
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}
