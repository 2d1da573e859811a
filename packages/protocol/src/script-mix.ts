/** Asked in this order, so a word's scripts are always listed the same way. Fullwidth and mathematical letters are styles that pass for Latin. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['Mathematical', /[\u{1d400}-\u{1d7ff}\u2100-\u214f]/u],
  ['Fullwidth', /[\uff21-\uff3a\uff41-\uff5a]/u],
  ...[
    'Latin',
    'Cyrillic',
    'Greek',
    'Armenian',
    'Georgian',
    'Cherokee',
    'Coptic',
    'Hebrew',
    'Arabic',
    'Devanagari',
    'Thai',
    'Lisu',
    'Hangul',
    'Hiragana',
    'Katakana',
    'Bopomofo',
    'Han',
  ].map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const),
  ['Other', /\p{L}/u],
];

/** Scripts that Japanese, Korean and Chinese words really combine (Unicode TR 39, augmented script sets). */
const togetherIn: readonly (readonly string[])[] = [
  ['Hiragana', 'Katakana', 'Han'],
  ['Hangul', 'Han'],
  ['Bopomofo', 'Han'],
];

/**
 * The scripts of a word when it mixes them, as in "pаypal" with a Cyrillic а: ["Latin", "Cyrillic"]. Else an empty list.
 *
 * A mark for the eye, not a verdict: whole words of look-alike letters from one other script are not found by it.
 */
export function scriptMix(word: string): readonly string[] {
  const found = new Set<string>();
  for (const letter of word) {
    const script = /[\p{L}\p{M}]/u.test(letter) ? scripts.find(([, pattern]) => pattern.test(letter)) : undefined;
    if (script) found.add(script[0]);
  }
  const names = [...found];
  const natural = togetherIn.some((set) => names.every((name) => set.includes(name)));
  return names.length < 2 || natural ? [] : names;
}

/** Every word of a text that mixes scripts, and where it starts, for a surface to mark. */
export function mixedWords(text: string): { word: string; index: number; scripts: readonly string[] }[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
    .map(({ 0: word, index }) => ({ word, index, scripts: scriptMix(word) }))
    .filter(({ scripts }) => scripts.length > 0);
}
