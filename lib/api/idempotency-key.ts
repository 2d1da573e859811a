import { Refusal } from '../errors/refusal.ts';
import type { Idempotency } from './define-route.ts';

const token = /^[\x21-\x7e]{1,128}$/;

/**
 * The caller's Idempotency-Key, bare or as a quoted string; both spellings are one key.
 *
 * Inside quotes the escapes of RFC 9651 are read (`\"` and `\\`), and spaces are not visible ASCII.
 */
export function readIdempotencyKey(header: string | null, rule: Idempotency): string | undefined {
  if (header === null || rule === 'none') {
    if (rule === 'required') {
      throw new Refusal('idempotency_key_required', 'Send an Idempotency-Key, so that a retry cannot act twice.');
    }
    return undefined;
  }
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header);
  const key = quoted ? quoted[1]!.replace(/\\(["\\])/g, '$1') : header;
  if (!token.test(key) || (!quoted && header.includes('"'))) {
    throw new Refusal('invalid_field', 'An Idempotency-Key is 1 to 128 visible ASCII characters.', {
      errors: [{ pointer: '', code: 'invalid_field', detail: 'Idempotency-Key: 1 to 128 visible ASCII characters.' }],
    });
  }
  return key;
}
