import { fromBase64url } from './base64.ts';
import type { GrantClaims } from './grant-claims.ts';
import { isGrantClaims } from './grant-claims.ts';
import { parseStrictJson } from './strict-json.ts';
import type { Json, JsonObject } from './wire.ts';

export const grantType = 'countersign-grant+jwt';

export type GrantErrorCode =
  | 'malformed'
  | 'wrong_type'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'bad_signature'
  | 'unreadable_claims'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'not_yet_valid'
  | 'expired';

/** Why a token is not a grant that can be relied on. */
export class GrantError extends Error {
  readonly code: GrantErrorCode;

  constructor(code: GrantErrorCode) {
    super(`This is not a valid grant: ${code.replaceAll('_', ' ')}.`);
    this.name = 'GrantError';
    this.code = code;
  }
}

/** A public key as `/.well-known/jwks.json` serves it. */
export interface GrantKey {
  kty: string;
  kid?: string;
  crv?: string;
  x?: string;
  y?: string;
  alg?: string;
  use?: string;
}

export interface GrantExpectation {
  issuer: string;
  /** An executor's id, or the server's own address at redemption. */
  audience: string;
}

/** What the two algorithms on our list need; anything else, `none` and HS256 included, is not looked up anywhere. */
const algorithms: Readonly<
  Record<string, Pick<GrantKey, 'kty' | 'crv'> & { names: string[]; key: object; verify: object }>
> = {
  // RFC 9864 calls EdDSA on this curve Ed25519, and WebCrypto writes that into the keys it exports.
  EdDSA: {
    kty: 'OKP',
    crv: 'Ed25519',
    names: ['EdDSA', 'Ed25519'],
    key: { name: 'Ed25519' },
    verify: { name: 'Ed25519' },
  },
  ES256: {
    kty: 'EC',
    crv: 'P-256',
    names: ['ES256'],
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' },
  },
};

/**
 * The claims of a grant that is ours, for this audience and open now; else a GrantError naming the first failure.
 *
 * This proves that the digest was approved. It does not permit a run: only a 200 to one's own redemption does, because
 * only the server knows what was spent or revoked. `now` is in seconds and comes from the caller's clock.
 */
export async function verifyGrant(
  token: string,
  jwks: { keys: readonly GrantKey[] },
  expected: GrantExpectation & { now?: number },
): Promise<GrantClaims> {
  const claims = await verifyGrantSeal(token, jwks, expected);
  const now = expected.now ?? Date.now() / 1000;
  if (now < claims.nbf) throw new GrantError('not_yet_valid');
  if (now >= claims.exp) throw new GrantError('expired');
  return claims;
}

/** The same without looking at a clock, for redemption, where the database's clock decides. */
export async function verifyGrantSeal(
  token: string,
  jwks: { keys: readonly GrantKey[] },
  expected: GrantExpectation,
): Promise<GrantClaims> {
  if (token.length > 4096) throw new GrantError('malformed');
  const [head, body, seal, ...more] = token.split('.');
  const header = part(head);
  const payload = part(body);
  const signature = fromBase64url(seal ?? '');
  if (header === null || payload === null || signature === null || more.length > 0) throw new GrantError('malformed');
  if (Object.keys(header).some((name) => !['alg', 'kid', 'typ'].includes(name))) throw new GrantError('malformed');
  if (header.typ !== grantType) throw new GrantError('wrong_type');
  const algorithm = typeof header.alg === 'string' && Object.hasOwn(algorithms, header.alg) && algorithms[header.alg];
  if (!algorithm) throw new GrantError('wrong_algorithm');
  const key = jwks.keys.find(({ kid }) => kid !== undefined && kid === header.kid);
  if (key === undefined) throw new GrantError('unknown_key');
  if (key.kty !== algorithm.kty || key.crv !== algorithm.crv) throw new GrantError('wrong_algorithm');
  if (key.alg !== undefined && !algorithm.names.includes(key.alg)) throw new GrantError('wrong_algorithm');
  if (key.use !== undefined && key.use !== 'sig') throw new GrantError('unknown_key');
  const publicKey = await imported(key, algorithm.key);
  if (publicKey === null) throw new GrantError('unknown_key');
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const good = await crypto.subtle.verify(algorithm.verify as EcdsaParams, publicKey, signature, signed);
  if (!good) throw new GrantError('bad_signature');
  if (!isGrantClaims(payload)) throw new GrantError('unreadable_claims');
  if (payload.iss !== expected.issuer) throw new GrantError('wrong_issuer');
  if (!payload.aud.includes(expected.audience)) throw new GrantError('wrong_audience');
  return payload;
}

/** Only the members that make the key: what else a key set says about it has been judged above. */
async function imported({ kty, crv, x, y }: GrantKey, algorithm: object): Promise<CryptoKey | null> {
  const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) } as JsonWebKey;
  try {
    return await crypto.subtle.importKey('jwk', jwk, algorithm as EcKeyImportParams, false, ['verify']);
  } catch {
    return null;
  }
}

function part(text: string | undefined): JsonObject | null {
  const bytes = fromBase64url(text ?? '');
  const value = bytes && jsonOrNull(bytes);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function jsonOrNull(bytes: Uint8Array): Json | null {
  try {
    return parseStrictJson(bytes);
  } catch {
    return null;
  }
}
