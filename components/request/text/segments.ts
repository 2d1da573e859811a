import { scriptMix } from '#protocol/script-mix.ts';
import { visible } from '#protocol/visible.ts';

export interface Segment {
  text: string;
  mark?: 'hidden' | 'mixed' | 'decomposed';
  /** What the mark means, for a reader who cannot tell by looking. */
  note?: string;
}

const PLAIN = /^[\x20-\x7e\n\t]{0,200}$/;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** More marks on one letter than any language writes (UAX 15, stream-safe text). Sorting them would take the square of their number. */
const HEAP_OF_MARKS = /\p{M}{31}/u;

/**
 * Text of others cut into what can be taken at face value and what deserves a mark.
 *
 * Put together the segments read as `visible(text)`: nothing is dropped, and a mark that the text itself contains, written
 * out letter by letter, stays plain text and so looks different from one of ours (C9).
 */
export function segmentsOf(text: string): Segment[] {
  if (PLAIN.test(text)) return text === '' ? [] : [{ text }];
  return alignedWith(text, visible(text)).flatMap((segment) => (segment.mark ? [segment] : words(segment.text)));
}

function alignedWith(text: string, shown: string): Segment[] {
  const segments: Segment[] = [];
  let plain = '';
  let at = 0;
  let on = 0;
  while (on < shown.length) {
    if (shown[on] === text[at]) {
      plain += shown[on];
      at += 1;
      on += 1;
      continue;
    }
    const end = shown.indexOf('⟩', on) + 1;
    const mark = shown.slice(on, end);
    const blank = /^⟨(\d+) blank lines⟩$/.exec(mark);
    if (plain !== '') segments.push({ text: plain });
    plain = '';
    segments.push({
      text: mark,
      mark: 'hidden',
      note: blank ? 'Empty lines, folded' : 'A character that cannot be seen',
    });
    at = blank
      ? afterLines(text, at, Number(blank[1])) - 1
      : at + String.fromCodePoint(text.codePointAt(at) ?? 0).length;
    on = end;
  }
  if (plain !== '') segments.push({ text: plain });
  return segments;
}

function afterLines(text: string, from: number, count: number): number {
  let at = from;
  for (let line = 0; line < count; line += 1) at = text.indexOf('\n', at) + 1;
  return at;
}

function words(text: string): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const segment = marked(word);
    if (!segment) continue;
    if (index > from) segments.push({ text: text.slice(from, index) });
    segments.push(segment);
    from = index + word.length;
  }
  if (from < text.length) segments.push({ text: text.slice(from) });
  return segments;
}

function marked(word: string): Segment | undefined {
  const scripts = scriptMix(word);
  if (scripts.length > 0) return { text: word, mark: 'mixed', note: scripts.join(' + ') };
  return !HEAP_OF_MARKS.test(word) && word.normalize('NFC') === word
    ? undefined
    : { text: word, mark: 'decomposed', note: 'combining marks' };
}
