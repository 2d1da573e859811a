import type { TruthValue } from '../evaluation.ts';
import type { Outline } from './clauses.ts';

/**
 * The answer of a condition from the truth values of its clauses, in three-valued logic: `false && unknown` is false,
 * `true || unknown` is true. What is missing and cannot change the answer is harmless; what could, makes it unknown.
 */
export function fold(outline: Outline, values: readonly TruthValue[]): TruthValue {
  if (outline.op === 'clause') return values[outline.index]!;
  const deciding: TruthValue = outline.op === 'and' ? 'false' : 'true';
  let unknown = false;
  for (const part of outline.parts) {
    const value = fold(part, values);
    if (value === deciding) return deciding;
    if (value === 'unknown') unknown = true;
  }
  return unknown ? 'unknown' : outline.op === 'and' ? 'true' : 'false';
}
