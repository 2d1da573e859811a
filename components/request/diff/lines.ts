import { diffArrays, diffWordsWithSpace } from 'diff';

export interface Word {
  text: string;
  changed: boolean;
}

/** One line of a comparison. Its text has no line feed; `meta` is a line that belongs to neither side. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'meta';
  text: string;
  before?: number;
  after?: number;
  /** The text again, in words, where a line was changed into another. */
  words?: Word[];
}

// Beyond these a comparison would hold up the page; what is shown instead is complete, only less clever.
const MAX_EDITS = 1000;
const MAX_WORDS_OF = 600;
const MAX_WORD_EDITS = 100;
const MAX_PAIRS = 200;

/** Two texts line by line. Every line of both is in the answer, in order. */
export function linesBetween(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const young = after.split('\n');
  const changes = diffArrays(old, young, { maxEditLength: MAX_EDITS }) ?? [
    { removed: true, added: false, value: old, count: old.length },
    { removed: false, added: true, value: young, count: young.length },
  ];
  let left = 0;
  let right = 0;
  const lines = changes.flatMap(({ added, removed, value }) =>
    value.map((text): DiffLine => {
      if (!added) left += 1;
      if (!removed) right += 1;
      if (added) return { kind: 'added', text, after: right };
      return removed ? { kind: 'removed', text, before: left } : { kind: 'same', text, before: left, after: right };
    }),
  );
  return withWords(lines);
}

/**
 * Adds the changed words to lines that were removed and added in equal place. Lines that are long, have little in common
 * or come after many others stay marked as a whole.
 */
export function withWords(lines: readonly DiffLine[]): DiffLine[] {
  const out = [...lines];
  for (const [removed, added] of changedPairs(out).slice(0, MAX_PAIRS)) {
    const [old, young] = [out[removed] as DiffLine, out[added] as DiffLine];
    if (old.text.length > MAX_WORDS_OF || young.text.length > MAX_WORDS_OF) continue;
    const parts = diffWordsWithSpace(old.text, young.text, { maxEditLength: MAX_WORD_EDITS });
    if (!parts) continue;
    const kept = parts
      .filter((part) => !part.added && !part.removed)
      .reduce((sum, { value }) => sum + value.trim().length, 0);
    // Where little is left the lines have nothing to do with each other, and marking words would only be noise.
    if (kept * 3 < Math.min(old.text.trim().length, young.text.trim().length)) continue;
    out[removed] = {
      ...old,
      words: parts.filter((part) => !part.added).map((part) => ({ text: part.value, changed: part.removed })),
    };
    out[added] = {
      ...young,
      words: parts.filter((part) => !part.removed).map((part) => ({ text: part.value, changed: part.added })),
    };
  }
  return out;
}

/** Index pairs of a removed line and the added line that took its place. */
export function changedPairs(lines: readonly DiffLine[]): [number, number][] {
  const pairs: [number, number][] = [];
  let at = 0;
  while (at < lines.length) {
    const start = at;
    while (lines[at]?.kind === 'removed') at += 1;
    const removed = at - start;
    const middle = at;
    while (lines[at]?.kind === 'added') at += 1;
    for (let index = 0; index < Math.min(removed, at - middle); index += 1) pairs.push([start + index, middle + index]);
    if (at === start) at += 1;
  }
  return pairs;
}
