import { fromBase64url } from './base64.ts';
import { words } from './words.ts';

/**
 * Four plain words for a digest, to compare two screens by eye or over the telephone.
 *
 * They carry the digest's first 44 bits. That catches a mix-up, not an enemy: somebody who may choose both Actions finds
 * two with the same words after some four million tries, and one to match given words after some 2^44. The digest
 * decides; the words only help people talk about it.
 */
export function fingerprint(digest: string): string {
  const bytes = fromBase64url(digest);
  if (bytes === null || bytes.length !== 32)
    throw new TypeError('A fingerprint is made of a SHA-256 digest in base64url.');
  const firstBits = bytes.subarray(0, 6).reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n) >> 4n;
  return [33n, 22n, 11n, 0n].map((shift) => words[Number((firstBits >> shift) & 2047n)]).join(' ');
}
