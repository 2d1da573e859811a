import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { disclosureDigest, elementDisclosure, memberDisclosure, readDisclosure } from './disclosure.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

describe('commitments are those of SD-JWT', () => {
  test('the published example of RFC 9901 section 4.2.3 has its published digest', () => {
    const published = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    expect(disclosureDigest(published, sha256)).toBe('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0');
    expect(readDisclosure(published)).toEqual({
      salt: '_26bc4LT-ac6q2KI6cBW5es',
      name: 'family_name',
      value: 'Möbius',
    });
  });

  test('what is committed can be read back, member and element', () => {
    const salt = new Uint8Array(16).fill(7);
    expect(readDisclosure(memberDisclosure(salt, 'reason', { a: [1] }))).toMatchObject({
      name: 'reason',
      value: { a: [1] },
    });
    expect(readDisclosure(elementDisclosure(salt, null))).toEqual({ salt: 'BwcHBwcHBwcHBwcHBwcHBw', value: null });
  });

  test('another salt is another commitment to the same value', () => {
    const made = [1, 2].map((fill) => memberDisclosure(new Uint8Array(16).fill(fill), 'reason', 'same'));
    expect(new Set(made.map((text) => disclosureDigest(text, sha256))).size).toBe(2);
  });

  test('a short salt is refused, and nonsense is read as null', () => {
    expect(() => memberDisclosure(new Uint8Array(8), 'a', 1)).toThrow(TypeError);
    for (const text of ['', '!', 'e30', 'WzFd', 'WyJhIl0', 'WyJhIiwxLDJd']) expect(readDisclosure(text)).toBeNull();
  });
});
