import type { Piece } from './lex.ts';

export interface Brackets {
  /** Just after the bracket that closes the one at this index; the end of the words if none does. */
  after(open: number): number;
  /** The index of the bracket that this index stands in, or -1. */
  around(at: number): number;
}

/**
 * Which brackets belong together, found in one walk.
 *
 * Looking for a partner from each place anew would take the square of a text's length, and its length is the caller's.
 */
export function bracketsOf(words: readonly Piece[]): Brackets {
  const ends = new Map<number, number>();
  const around: number[] = [];
  const open: number[] = [];
  words.forEach(({ text }, at) => {
    around.push(open.at(-1) ?? -1);
    if (text === '(') open.push(at);
    const closed = text === ')' ? open.pop() : undefined;
    if (closed !== undefined) ends.set(closed, at + 1);
  });
  return { after: (at) => ends.get(at) ?? words.length, around: (at) => around[at] ?? -1 };
}
