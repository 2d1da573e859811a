import { RE2JS } from '@bufbuild/re2';
import { ConditionError } from './condition-error.ts';
import type { Node } from './syntax.ts';

export interface Pattern {
  test(text: string): boolean;
  /** Compiled instructions: a text of n characters costs at most n times as many steps. */
  instructions: number;
}

/**
 * The pattern of a `matches` call, compiled while loading by RE2, which is linear in the text.
 *
 * It has to be written out, because only then can its cost be bounded before anything is published. The library's own
 * `matches` is a native RegExp, which a single line of text can hold for seconds.
 */
export function pattern(node: Node): Pattern {
  if (node.op !== 'value' || typeof node.args !== 'string')
    throw new ConditionError(
      'pattern_not_literal',
      'The pattern of matches() has to be written out as text.',
      node.start,
    );
  if (node.args.length > 1000)
    throw new ConditionError('too_costly', 'A pattern has at most 1,000 characters.', node.start);
  try {
    const compiled = new RE2JS(node.args);
    return { test: (text) => compiled.test(text), instructions: compiled.re2().prog.numInst() };
  } catch {
    throw new ConditionError(
      'pattern_invalid',
      `RE2 cannot read the pattern ${JSON.stringify(node.args)}.`,
      node.start,
    );
  }
}
