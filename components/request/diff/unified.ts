import { type DiffLine, withWords } from './lines.ts';

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/**
 * A unified diff somebody wrote, as lines. Every line of it is in the answer; what lies outside a hunk, or does not fit the
 * length its hunk announced, is `meta` and shown as it is.
 */
export function readUnified(text: string): DiffLine[] {
  let left = 0;
  let right = 0;
  let leftUntil = 0;
  let rightUntil = 0;
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line): DiffLine => {
      const hunk = HUNK.exec(line);
      if (hunk) {
        left = Number(hunk[1]) - 1;
        right = Number(hunk[3]) - 1;
        leftUntil = left + Number(hunk[2] ?? 1);
        rightUntil = right + Number(hunk[4] ?? 1);
        return { kind: 'meta', text: line };
      }
      const sign = line[0];
      const body = line.slice(1);
      if (sign === '-' && left < leftUntil) {
        left += 1;
        return { kind: 'removed', text: body, before: left };
      }
      if (sign === '+' && right < rightUntil) {
        right += 1;
        return { kind: 'added', text: body, after: right };
      }
      if (sign === ' ' && left < leftUntil && right < rightUntil) {
        left += 1;
        right += 1;
        return { kind: 'same', text: body, before: left, after: right };
      }
      return { kind: 'meta', text: line };
    });
  return withWords(lines);
}
