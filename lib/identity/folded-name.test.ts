import { describe, expect, test } from 'vitest';
import { foldedName, longestName } from './folded-name.ts';

describe('B2: names that differ only to a machine', () => {
  test.each([
    'ann@demo.test',
    'Ann@Demo.Test',
    '  ann@demo.test\n',
    'a\u200bnn@demo.test',
    'ann\u00ad@demo.test',
    '\ufeffann@demo.test\u2060',
    'an\u{e0001}n@demo.test',
    'ａｎｎ＠demo.test',
    'mailto:ann@demo.test',
    'acct:ann@demo.test',
    'MAILTO:acct:ann+tag@demo.test',
    'ann+a+b@demo.test',
    'ann＋x@demo.test',
  ])('%j is one person', (name) => {
    expect(foldedName(name)).toBe('ann@demo.test');
  });

  test('names that differ to people stay two', () => {
    const names = ['ann@demo.test', 'anne@demo.test', 'ann@demo.tests', '+1@demo.test', '@demo.test', '1+1', ''];
    expect(new Set(names.map(foldedName)).size).toBe(names.length);
  });
});

describe('a name an attacker made long', () => {
  test('is nobody’s, and equal to itself alone', () => {
    const long = `mailto:ann+${'x'.repeat(longestName)}@demo.test`;
    expect(foldedName(long)).toBe(long);
  });

  test.each(['+', '+@', 'a+', '\u200b', 'mailto:', 'ﷺ', 'e\u0301', '@+'])(
    'costs no more than its length, whatever it repeats (%j)',
    (atom) => {
      const within = (length: number) => foldedName(atom.repeat(Math.floor(length / atom.length)));
      expect(fastest(() => within(longestName)) / fastest(() => within(longestName / 4))).toBeLessThan(16);
      expect(fastest(() => within(32_768)) / fastest(() => within(8_192))).toBeLessThan(16);
    },
  );
});

/** The least time a hundred calls took, of several tries: what the machine did meanwhile only ever adds. */
function fastest(work: () => void): number {
  const took = Array.from({ length: 15 }, () => {
    const started = performance.now();
    for (let i = 0; i < 100; i++) work();
    return performance.now() - started;
  });
  return Math.max(Math.min(...took), 0.05);
}
