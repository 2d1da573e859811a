import type { Node } from './syntax.ts';

/** A condition as its outer `&&` and `||`, down to the clauses between them. */
export type Outline = { op: 'clause'; index: number } | { op: 'and' | 'or'; parts: Outline[] };

export interface Split {
  outline: Outline;
  /** Each clause's node and its place in the source, parentheses balanced. */
  clauses: { node: Node; start: number; end: number }[];
}

/** Take a condition apart at its outer `&&` and `||`. What stands under a `!` or a `?:` stays one clause. */
export function split(source: string, root: Node): Split {
  const code = outsideText(source);
  const clauses: Split['clauses'] = [];
  const walk = (node: Node): Outline => {
    if (node.op === '&&' || node.op === '||') {
      const op = node.op === '&&' ? 'and' : 'or';
      const parts = node.args.map(walk).flatMap((part) => (part.op === op ? part.parts : [part]));
      return { op, parts };
    }
    clauses.push({ node, ...balanced(source, code, node.start, node.end) });
    return { op: 'clause', index: clauses.length - 1 };
  };
  return { outline: walk(root), clauses };
}

/** Which characters are code rather than inside a text literal. */
export function outsideText(source: string): boolean[] {
  const code: boolean[] = new Array(source.length).fill(true);
  for (let at = 0; at < source.length; at++) {
    const quote = source[at];
    if (quote !== '"' && quote !== "'") continue;
    const mark = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    const raw = at > 0 && /[rR]/.test(source[at - 1] as string) && !/\w/.test(source[at - 2] ?? ' ');
    let end = at + mark.length;
    while (end < source.length && !source.startsWith(mark, end)) end += !raw && source[end] === '\\' ? 2 : 1;
    end = Math.min(end + mark.length, source.length);
    code.fill(false, at, end);
    at = end - 1;
  }
  return code;
}

/**
 * The parser does not count the parentheses around an operand to it: in `(a) == b` the node begins at `a`. Widen the
 * range until it closes what it opens.
 */
function balanced(
  source: string,
  code: readonly boolean[],
  start: number,
  end: number,
): { start: number; end: number } {
  let depth = 0;
  let least = 0;
  for (let at = start; at < end; at++) {
    if (!code[at]) continue;
    if (source[at] === '(' || source[at] === '[') depth++;
    if (source[at] === ')' || source[at] === ']') least = Math.min(least, --depth);
  }
  for (let missing = -least; missing > 0 && start > 0; ) if (source[--start] === '(' && code[start]) missing--;
  for (let missing = depth - least; missing > 0 && end < source.length; )
    if (source[end++] === ')' && code[end - 1]) missing--;
  return { start, end };
}
