import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixedWords, scriptMix } from './script-mix.ts';
import { hasHidden, visible } from './visible.ts';

interface Hostile {
  name: string;
  text: string;
  times?: number;
  hidden: boolean;
}

const file = readFileSync(new URL('../vectors/hostile.json', import.meta.url), 'utf8');
const corpus = JSON.parse(file) as Hostile[];

/** Every range surfaces.md names, by first and last code point, plus what it says in words. */
const ranges = `0000-0008 000B-001F 007F-009F 061C 200E-200F 202A-202E 2066-2069 00AD 034F 115F-1160 17B4-17B5 180B-180F
  200B-200D 2060-2065 206A-206F 2800 3164 FE00-FE0F FEFF FFA0 FFF9-FFFB E0000-E0FFF 1D173-1D17A 2028-2029 D800-DFFF`
  .split(/\s+/)
  .map((range) => range.split('-').map((hex) => Number.parseInt(hex, 16)))
  .map(([first, last]) => [first!, last ?? first!] as const);

const isListed = (code: number) => ranges.some(([first, last]) => code >= first && code <= last);

describe('C9: what is invisible is named, and nothing else is', () => {
  test('every code point, alone between two letters, is named exactly if it is on the list', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const text = `a${String.fromCodePoint(code)}b`;
      const mark = `a⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩b`;
      if (visible(text) !== (isListed(code) ? mark : text)) wrong.push(mark);
    }
    expect(wrong).toEqual([]);
  });

  test('a variation selector stays inside an emoji and is named anywhere else', () => {
    expect(visible('❤️ 1️⃣')).toBe('❤️ 1️⃣');
    expect(visible('a\ufe0f 1\ufe0f ❤\ufe0f\ufe0f ❤\ufe00')).toBe('a⟨U+FE0F⟩ 1⟨U+FE0F⟩ ❤\ufe0f⟨U+FE0F⟩ ❤⟨U+FE00⟩');
  });

  test('no text keeps a hidden character, and text without one is left alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text);
        expect(hasHidden(shown)).toBe(false);
        if (!hasHidden(text)) expect(shown).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(corpus)('hostile corpus: $name', ({ text, times, hidden }) => {
    const whole = text.repeat(times ?? 1);
    expect(hasHidden(whole)).toBe(hidden);
    expect(hasHidden(visible(whole))).toBe(false);
  });

  test('C8: the names of prototype members are shown as they are', () => {
    expect(visible('__proto__ constructor')).toBe('__proto__ constructor');
  });

  test('more than 200 blank lines are folded, and the fold says how many', () => {
    expect(visible(`a${'\n'.repeat(202)}b`)).toBe('a\n⟨201 blank lines⟩\nb');
    expect(visible(`a\n${' \t\n'.repeat(201)}b`)).toBe('a\n⟨201 blank lines⟩\nb');
    expect(visible(`a${'\n'.repeat(201)}b`)).toBe(`a${'\n'.repeat(201)}b`);
  });

  test('a megabyte of white space is no way to keep a reader busy', () => {
    const started = performance.now();
    visible(' '.repeat(1_000_000));
    visible(`${' '.repeat(5_000)}x\n`.repeat(200));
    visible(`${'\n'.repeat(200)}x`.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('C9: words that mix scripts are marked', () => {
  test.each([
    ['pаypal', ['Latin', 'Cyrillic']],
    ['gοοgle', ['Latin', 'Greek']],
    ['Ａpproved', ['Fullwidth', 'Latin']],
    ['𝐚pprove', ['Mathematical', 'Latin']],
    ['paypal', []],
    ['привет', []],
    ['日本のカタカナ', []],
    ['한국漢字', []],
    ['café', []],
    ['x1', []],
  ])('%s', (word, scripts) => {
    expect(scriptMix(word)).toEqual(scripts);
  });

  test('each mixed word of a text is found where it stands', () => {
    expect(mixedWords('go to pаypal.example now')).toEqual([
      { word: 'pаypal', index: 6, scripts: ['Latin', 'Cyrillic'] },
    ]);
  });
});
