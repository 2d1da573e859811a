import { expect, test } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.ts';

test('a bare token and the same in quotes are one key', () => {
  expect(readIdempotencyKey('run-8841-step-3', 'required')).toBe('run-8841-step-3');
  expect(readIdempotencyKey('"run-8841-step-3"', 'required')).toBe('run-8841-step-3');
});

test('J3: without a key a call that must not act twice is refused', () => {
  expect(() => readIdempotencyKey(null, 'required')).toThrow('idempotency_key_required');
  expect(readIdempotencyKey(null, 'optional')).toBeUndefined();
});

test.each([
  ['empty', ''],
  ['empty quotes', '""'],
  ['a space', 'a b'],
  ['129 characters', 'x'.repeat(129)],
  ['half a quote', '"abc'],
  ['beyond ASCII', 'schlüssel'],
])('a key that is no key is refused: %s', (_, key) => {
  expect(() => readIdempotencyKey(key, 'optional')).toThrow('invalid_field');
});

test('128 visible characters are a key', () => {
  expect(readIdempotencyKey('x'.repeat(128), 'required')).toHaveLength(128);
});
