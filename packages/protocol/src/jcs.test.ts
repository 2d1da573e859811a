import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalize } from './jcs.ts';
import { parseStrictJson } from './strict-json.ts';
import type { Json } from './wire.ts';

const vector = (name: string) => readFileSync(new URL(`../vectors/jcs/${name}`, import.meta.url), 'utf8');

function fromBits(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

describe('C5: the canonical form is RFC 8785, byte for byte', () => {
  test.each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])('published case %s', (name) => {
    const canonical = canonicalize(JSON.parse(vector(`input/${name}.json`)) as Json);
    expect(canonical).toBe(vector(`output/${name}.json`).trim());
    expect(Buffer.from(canonical).toString('hex')).toBe(vector(`outhex/${name}.txt`).replaceAll(/\s/g, ''));
  });

  test('the first thousand published numbers, whose file has the published hash', () => {
    const file = vector('numbers-1000.txt');
    const published = (JSON.parse(vector('numbers.json')) as { hashes: { lines: number; sha256: string }[] }).hashes[0];
    expect(createHash('sha256').update(file).digest('hex')).toBe(published?.sha256);
    const wrong = file
      .trim()
      .split('\n')
      .map((line) => line.split(',') as [string, string])
      .filter(([bits, expected]) => canonicalize(fromBits(bits)) !== expected);
    expect(wrong).toEqual([]);
  });

  test('the published samples', () => {
    const { samples } = JSON.parse(vector('numbers.json')) as { samples: [string, string][] };
    for (const [bits, expected] of samples) expect(canonicalize(fromBits(bits))).toBe(expected);
  });

  test('canonical text reads back as the same value and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(JSON.stringify(value).search(/\\u0000|"_sd"|"_sd_alg"|"\.\.\."|\\ud[89a-f]/) < 0);
        const text = canonicalize(value as Json);
        expect(canonicalize(parseStrictJson(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('member order never shows', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalize(turned)).toBe(canonicalize(object));
      }),
    );
  });
});

describe('what JSON cannot carry has no canonical form', () => {
  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['undefined', { a: undefined }],
    ['a hole', new Array(1)],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a bigint', 1n],
    ['a function', () => 1],
  ])('%s throws', (_, value) => {
    expect(() => canonicalize(value as Json)).toThrow(TypeError);
  });
});
