import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.ts';
import { fingerprint } from './fingerprint.ts';
import { isId, newId } from './id.ts';
import { words } from './words.ts';

describe('fingerprints', () => {
  test('there are 2,048 words and no two share their first four letters', () => {
    expect(words).toHaveLength(2048);
    expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  test('four words carry the first 44 bits of the digest and nothing else', () => {
    const bytes = new Uint8Array(32);
    expect(fingerprint(toBase64url(bytes))).toBe('abandon abandon abandon abandon');
    bytes.fill(0xff, 0, 5);
    bytes[5] = 0xf0;
    expect(fingerprint(toBase64url(bytes))).toBe('zoo zoo zoo zoo');
    bytes[5] = 0xff;
    bytes[31] = 1;
    expect(fingerprint(toBase64url(bytes))).toBe('zoo zoo zoo zoo');
    bytes[0] = 0x7f;
    expect(fingerprint(toBase64url(bytes))).not.toBe('zoo zoo zoo zoo');
  });

  test('only a digest has a fingerprint', () => {
    expect(() => fingerprint('abc')).toThrow(TypeError);
  });
});

describe('ids', () => {
  test('no two of ten thousand are equal, all are spelt like an id, and nothing else is', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('req'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => isId(id, 'req') && !isId(id, 'grt'))).toBe(true);
    for (const text of ['', 'req_', `req_${'i'.repeat(26)}`, `REQ_${'0'.repeat(26)}`, `req_${'0'.repeat(26)}\n`, 7]) {
      expect(isId(text)).toBe(false);
    }
  });

  test('all 26 letters vary, and the first holds the three bits left over', () => {
    const ids = Array.from({ length: 2_000 }, () => newId('evt').slice(4));
    const seen = Array.from({ length: 26 }, (_, at) => new Set(ids.map((id) => id[at])).size);
    expect(seen).toEqual([8, ...Array.from({ length: 25 }, () => 32)]);
  });
});

describe('base64', () => {
  test('both spellings agree with Node, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  test('a second spelling of the same bytes is no spelling', () => {
    for (const text of ['QQ', 'QR==', 'QQ=', 'QQ===', 'Q Q=', '====', 'QQ==QQ==']) expect(fromBase64(text)).toBeNull();
    for (const text of ['QR', 'QQ==', 'Q', 'Q+Q', 'é']) expect(fromBase64url(text)).toBeNull();
  });
});
