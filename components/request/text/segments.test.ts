import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible } from '#protocol/visible.ts';
import corpus from '../../../packages/protocol/vectors/hostile.json' with { type: 'json' };
import { segmentsOf } from './segments.ts';

const read = (text: string) =>
  segmentsOf(text)
    .map((segment) => segment.text)
    .join('');

test('C9: what is shown of any text is visible(text), whatever is marked in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .array(fc.constantFrom('⟨', '⟩', 'U+202E', '\u202e', '\n', ' ', 'e\u0301', 'p\u0430'))
          .map((parts) => parts.join('')),
      ),
      (text) => {
        expect(read(text)).toBe(visible(text));
      },
    ),
    { numRuns: 1000 },
  );
});

test('C9: every text of the hostile corpus is shown as visible() has it, and marked where something hides', () => {
  for (const { text, hidden } of corpus as { text: string; hidden: boolean }[]) {
    expect(read(text)).toBe(visible(text));
    if (hidden) expect(segmentsOf(text).some(({ mark }) => mark === 'hidden')).toBe(true);
  }
});

test('C9: a mark spelled out by the agent is plain text, ours is a mark', () => {
  expect(segmentsOf('a⟨U+202E⟩b\u202ec'.padEnd(3)).map(({ text, mark }) => [text, mark])).toEqual([
    ['a⟨U+202E⟩b', undefined],
    ['⟨U+202E⟩', 'hidden'],
    ['c', undefined],
  ]);
});

test('C9: a word that mixes alphabets names them, and composed and decomposed forms do not look the same', () => {
  expect(segmentsOf('to p\u0430ypal now').find(({ mark }) => mark === 'mixed')).toEqual({
    text: 'p\u0430ypal',
    mark: 'mixed',
    note: 'Latin + Cyrillic',
  });
  expect(segmentsOf('caf\u00e9').some(({ mark }) => mark)).toBe(false);
  expect(segmentsOf('cafe\u0301').some(({ mark }) => mark === 'decomposed')).toBe(true);
});

test('a run of hundreds of blank lines is folded and says so, and what follows it is still there', () => {
  const text = `a${'\n'.repeat(500)}b`;
  expect(read(text)).toBe(visible(text));
  expect(read(text)).toContain('blank lines⟩');
  expect(read(text).endsWith('b')).toBe(true);
});
