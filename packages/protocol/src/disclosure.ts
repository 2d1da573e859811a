import { fromBase64url, toBase64url } from './base64.ts';
import { canonicalize } from './jcs.ts';
import type { Sha256 } from './merkle.ts';
import { parseStrictJson } from './strict-json.ts';
import type { Json } from './wire.ts';

/** What a disclosure opens: a member by name, or, without a name, an element of an array. */
export interface Disclosure {
  salt: string;
  name?: string;
  value: Json;
}

/**
 * The text that opens one committed member (RFC 9901 section 4.2.1): base64url of JSON `[salt, name, value]`.
 *
 * The salt is 16 fresh random bytes, handed in; without it nobody can try out values against the commitment.
 */
export function memberDisclosure(salt: Uint8Array, name: string, value: Json): string {
  return encoded([saltText(salt), name, value]);
}

/** The text that opens one committed array element (RFC 9901 section 4.2.2): base64url of JSON `[salt, value]`. */
export function elementDisclosure(salt: Uint8Array, value: Json): string {
  return encoded([saltText(salt), value]);
}

/** The commitment: base64url SHA-256 over the disclosure's own letters (RFC 9901 section 4.2.3). */
export function disclosureDigest(disclosure: string, sha256: Sha256): string {
  return toBase64url(sha256(new TextEncoder().encode(disclosure)));
}

/** What a disclosure says, or null when it is not one. Whoever brings it may have made it up: compare its digest. */
export function readDisclosure(text: string): Disclosure | null {
  const bytes = fromBase64url(text);
  const parts = bytes && jsonOrNull(bytes);
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return null;
  const [salt, ...rest] = parts as [string, ...Json[]];
  if (rest.length === 1) return { salt, value: rest[0]! };
  if (rest.length === 2 && typeof rest[0] === 'string') return { salt, name: rest[0], value: rest[1]! };
  return null;
}

function saltText(salt: Uint8Array): string {
  if (salt.length < 16) throw new TypeError('A salt has at least 128 bits.');
  return toBase64url(salt);
}

function encoded(parts: Json[]): string {
  return toBase64url(new TextEncoder().encode(canonicalize(parts)));
}

function jsonOrNull(bytes: Uint8Array): Json | null {
  try {
    return parseStrictJson(bytes);
  } catch {
    return null;
  }
}
