import { ConditionError } from './condition-error.ts';
import type { FactSchema } from './schema.ts';
import { children, macro, type Node, path } from './syntax.ts';

/** Facts a piece of a condition reads, and those it cannot do without. */
export interface References {
  all: Set<string>;
  /** Read in every case, and with nothing around that could absorb an error: if one is absent there is no answer. */
  certain: Set<string>;
  /** Named inside has(). */
  asked: Set<string>;
}

/**
 * Find the facts a condition reads, and refuse every name that is not one.
 *
 * The path inside has() is held to the same list: the library accepts a misspelt one there, and the clause would be
 * false for ever without anybody being told.
 */
export function references(root: Node, schema: FactSchema): References {
  const found: References = { all: new Set(), certain: new Set(), asked: new Set() };
  const roots = new Set([...schema.keys()].map((name) => name.split('.')[0] as string));

  const fact = (node: Node, names: string[]): string => {
    const full = names.join('.');
    if (schema.has(full)) return full;
    const beneath = [...schema.keys()].some((name) => name.startsWith(`${full}.`));
    throw new ConditionError(
      'unknown_fact',
      beneath
        ? `"${full}" is a group of facts; name one of them.`
        : `There is no fact "${full}"${nearest(full, schema)}.`,
      node.start,
    );
  };

  const walk = (node: Node, bound: readonly string[], certain: boolean): void => {
    const names = path(node);
    if (names && !bound.includes(names[0] as string)) {
      const full = fact(node, names);
      found.all.add(full);
      if (certain) found.certain.add(full);
      return;
    }
    if (node.op === '.') {
      if (names)
        throw new ConditionError(
          'unknown_fact',
          `"${names[0]}" is an element of a list and has no members.`,
          node.start,
        );
      throw new ConditionError(
        'not_in_language',
        'Only facts have members; name the fact from its beginning.',
        node.start,
      );
    }
    if (node.op === 'call' && node.args[0] === 'has') {
      const argument = node.args[1][0] as Node;
      const asked = path(argument);
      if (argument.op !== '.' || !asked)
        throw new ConditionError('unknown_fact', 'has() takes the name of a fact.', node.start);
      const full = fact(argument, asked);
      found.all.add(full);
      found.asked.add(full);
      return;
    }
    const walked = macro(node);
    if (walked) {
      if (roots.has(walked.name) || bound.includes(walked.name))
        throw new ConditionError('not_in_language', `"${walked.name}" already means something else here.`, node.start);
      walk(walked.range, bound, certain);
      for (const body of walked.bodies) walk(body, [...bound, walked.name], false);
      return;
    }
    if (node.op === '?:') {
      walk(node.args[0], bound, certain);
      walk(node.args[1], bound, false);
      walk(node.args[2], bound, false);
      return;
    }
    const strict = node.op !== '&&' && node.op !== '||';
    for (const child of children(node)) walk(child, bound, certain && strict);
  };

  walk(root, [], true);
  return found;
}

/** The declared name one or two slips away, for the author. */
function nearest(name: string, schema: FactSchema): string {
  let best: string | undefined;
  let least = 3;
  for (const candidate of schema.keys()) {
    const distance = slips(name, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best ? `; did you mean "${best}"?` : '';
}

/** Edit distance, or `limit` when it is at least that. */
function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return Math.min(row[b.length]!, limit);
}
