import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { LeafKeyDetails } from '#protocol/leaf.ts';
import { sha256 } from './digest.ts';

export type KeyAlgorithm = 'Ed25519' | 'P-256';

/** A key this deployment signs with. `id` is the hex SHA-256 of its SPKI, as log.md section 6 says. */
export interface SigningKey {
  id: string;
  algorithm: KeyAlgorithm;
  /** The algorithm as a log leaf names it. */
  leafKeyDetails: LeafKeyDetails;
  /** DER, SubjectPublicKeyInfo. */
  spki: Buffer;
  publicKey: KeyObject;
  /** DER for P-256, as DSSE and logs want it. */
  sign(bytes: Uint8Array): Buffer;
  /** The fixed-length form that JWS wants (RFC 7518 section 3.4); the same as `sign` for Ed25519. */
  signJws(bytes: Uint8Array): Buffer;
}

/**
 * @param pem PKCS#8, Ed25519 or P-256
 * @throws Error when it is any other kind of key
 */
export function signingKey(pem: string): SigningKey {
  const key = createPrivateKey(pem);
  const publicKey = createPublicKey(key);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const id = sha256(spki).toString('hex');
  if (key.asymmetricKeyType === 'ed25519') {
    const sealed = (bytes: Uint8Array) => sign(null, bytes, key);
    return { id, algorithm: 'Ed25519', leafKeyDetails: 'PKIX_ED25519', spki, publicKey, sign: sealed, signJws: sealed };
  }
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') {
    const sealed = (bytes: Uint8Array) => sign('sha256', bytes, key);
    const fixed = (bytes: Uint8Array) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
    return {
      id,
      algorithm: 'P-256',
      leafKeyDetails: 'PKIX_ECDSA_P256_SHA_256',
      spki,
      publicKey,
      sign: sealed,
      signJws: fixed,
    };
  }
  throw new Error(`A signing key has to be Ed25519 or P-256, not ${key.asymmetricKeyType}.`);
}
