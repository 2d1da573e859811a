import { expect, test } from 'vitest';
import { readPosition, writePosition } from './position.ts';

const since = { at: new Date('2026-11-21T09:00:00.123Z'), snapshot: '730:735:731,733' };

test('a position survives the way to the client and back', () => {
  const position = { since, until: '740:740:', last: { at: new Date(1_795_251_600_123), id: 'evt_1' } };
  expect(readPosition(writePosition(position))).toEqual(position);
  expect(readPosition(writePosition({ since, until: '740:740:' }))).toEqual({
    since,
    until: '740:740:',
    last: undefined,
  });
});

test('what a client made up is no position', () => {
  for (const text of ['', 'x', '1', 'a'.repeat(5000), Buffer.from("1|1:1:|'; drop|2|e").toString('base64url')]) {
    expect(readPosition(text)).toBeUndefined();
  }
});
