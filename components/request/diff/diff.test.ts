import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indented } from '../kinds/indented.ts';
import { linesBetween } from './lines.ts';
import { splitRows, stretchesOf } from './rows.ts';
import { readUnified } from './unified.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c {', '  "x": 1,', '', '}', 'long line with words'), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

describe('a comparison', () => {
  test('C12: shows every line of both sides, in order, whether unified, split or folded', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = linesBetween(before, after);
        expect(
          lines
            .filter(({ kind }) => kind !== 'added')
            .map((line) => line.text)
            .join('\n'),
        ).toBe(before);
        expect(
          lines
            .filter(({ kind }) => kind !== 'removed')
            .map((line) => line.text)
            .join('\n'),
        ).toBe(after);
        expect(stretchesOf(lines).flatMap((stretch) => stretch.lines)).toEqual(lines);
        const rows = splitRows(lines);
        expect(rows.flatMap(({ left }) => (left ? [left.text] : [])).join('\n')).toBe(before);
        expect(rows.flatMap(({ right }) => (right ? [right.text] : [])).join('\n')).toBe(after);
      }),
    );
  });

  test('C12: the words of a line put together are the line', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const line of linesBetween(before, after))
          if (line.words) expect(line.words.map((word) => word.text).join('')).toBe(line.text);
      }),
    );
  });

  test('marks the word that changed', () => {
    const [, changed] = linesBetween('replicas: 3', 'replicas: 30');
    expect(changed?.words?.filter((word) => word.changed)).toEqual([{ text: '30', changed: true }]);
  });

  test('C12: a unified diff loses no line, also where it lies about its own length', () => {
    const lying = '--- a\n+++ b\n@@ -1,1 +1,1 @@\n-old\n+new\n+smuggled\nbare words\n';
    const lines = readUnified(lying);
    expect(lines).toHaveLength(7);
    expect(lines.find((line) => line.text.includes('smuggled'))).toEqual({ kind: 'meta', text: '+smuggled' });
    expect(lines[3]).toMatchObject({ kind: 'removed', text: 'old', before: 1 });
  });

  test('twenty thousand different lines are compared without holding up the page', () => {
    const many = (name: string) => Array.from({ length: 20_000 }, (_, index) => `${name}${index}`).join('\n');
    const started = performance.now();
    expect(linesBetween(many('a'), many('b'))).toHaveLength(40_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('C8: indenting canonical JSON adds white space between its parts and changes nothing else', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const compact = JSON.stringify(JSON.parse(json));
      expect(JSON.stringify(JSON.parse(indented(compact)))).toBe(compact);
    }),
  );
  expect(indented('{"a":[],"b":{"10":1,"9":{}},"c":"x\\"{"}')).toBe(
    '{\n  "a": [],\n  "b": {\n    "10": 1,\n    "9": {}\n  },\n  "c": "x\\"{"\n}',
  );
});
