import { createHash } from 'node:crypto';

/** SHA-256 of bytes, or of the UTF-8 form of a text. 32 bytes. */
export function sha256(input: string | Uint8Array): Buffer {
  return createHash('sha256').update(input).digest();
}

/** The digest form used everywhere outside the log's own bytes: base64url SHA-256 without padding, 43 characters. */
export function digestOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url');
}
