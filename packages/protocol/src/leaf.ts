import { toBase64 } from './base64.ts';
import { canonicalize } from './jcs.ts';

export type LeafKeyDetails = 'PKIX_ED25519' | 'PKIX_ECDSA_P256_SHA_256';

export interface LeafParts {
  /** SHA-256 of the DSSE pre-authentication encoding, 32 bytes. */
  digest: Uint8Array;
  /** As in the envelope: 64 bytes for Ed25519, DER for P-256. */
  signature: Uint8Array;
  keyDetails: LeafKeyDetails;
  /** The event key's public half, SPKI in DER. */
  publicKey: Uint8Array;
}

/**
 * The bytes that go into the Merkle tree for one Event: the body of a Rekor v2 `hashedrekord` 0.0.2 entry.
 *
 * It holds digests, a signature and a public key, and nothing of the payload, so tiles may be public. The form is the
 * `Entry` message of rekor-tiles in protobuf's JSON mapping, canonicalised by RFC 8785; Sigstore's verifiers read it.
 */
export function leafBody(parts: LeafParts): Uint8Array<ArrayBuffer> {
  if (parts.digest.length !== 32) throw new TypeError('A leaf names its payload by a SHA-256 digest.');
  const body = {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest: toBase64(parts.digest) },
        signature: {
          content: toBase64(parts.signature),
          verifier: { keyDetails: parts.keyDetails, publicKey: { rawBytes: toBase64(parts.publicKey) } },
        },
      },
    },
  };
  return new TextEncoder().encode(canonicalize(body));
}
