import { ConditionError } from './condition-error.ts';
import { limitOf } from './limits.ts';
import type { Pattern } from './pattern.ts';
import type { FactSchema } from './schema.ts';
import { children, macro, type Node, path } from './syntax.ts';

/** What one condition may cost at worst, and what a document's conditions may cost together. */
export const conditionBudget = 250_000;
export const documentBudget = 4 * conditionBudget;

/** Worst-case work to get a value, and how large that value can be. */
interface Worst {
  cost: number;
  /** Characters of a text, or of a list's longest element. */
  length: number;
  /** Elements of a list. */
  items: number;
}

/**
 * Worst-case cost of a checked expression, from the limits on facts alone: no text or list can make it dearer.
 *
 * Counting nested loops is not enough, and neither is a linear pattern engine; what counts is length times
 * instructions, times every loop around it. Comparisons and searches are charged by length too, far more cheaply.
 */
export function worstCost(node: Node, schema: FactSchema, patterns: ReadonlyMap<Node, Pattern>): number {
  return worst(node, schema, patterns, new Map()).cost;
}

const scalar = (cost: number): Worst => ({ cost, length: 0, items: 0 });

function worst(
  node: Node,
  schema: FactSchema,
  patterns: ReadonlyMap<Node, Pattern>,
  bound: ReadonlyMap<string, Worst>,
): Worst {
  const of = (child: Node, more: ReadonlyMap<string, Worst> = bound) => worst(child, schema, patterns, more);
  const names = path(node);
  if (names) {
    const element = bound.get(names[0] as string);
    if (element) return { ...element, cost: 1 };
    const full = names.join('.');
    return { cost: names.length, ...limitOf(full, schema.get(full)!) };
  }

  const walked = macro(node);
  if (walked) {
    const range = of(walked.range);
    const inner = new Map(bound).set(walked.name, { cost: 1, length: range.length, items: 0 });
    const bodies = walked.bodies.map((body) => of(body, inner));
    const cost = range.cost + range.items * bodies.reduce((sum, body) => sum + body.cost, 1) + 1;
    if (node.op === 'rcall' && node.args[0] === 'map')
      return { cost, length: bodies[bodies.length - 1]!.length, items: range.items };
    return node.op === 'rcall' && node.args[0] === 'filter' ? { ...range, cost } : scalar(cost);
  }

  switch (node.op) {
    case 'value':
      return { cost: 1, length: typeof node.args === 'string' ? node.args.length : 0, items: 0 };
    case 'call':
      return scalar(node.args[0] === 'has' ? 4 : of(node.args[1][0] as Node).cost + 1);
    case 'rcall': {
      const subject = of(node.args[1]);
      const args = node.args[2].map((argument) => of(argument));
      const before = args.reduce((sum, argument) => sum + argument.cost, subject.cost);
      const compiled = patterns.get(node);
      if (compiled) return scalar(before + subject.length * compiled.instructions);
      switch (node.args[0]) {
        case 'asciiLower':
          return { ...subject, cost: before + 1 + subject.length / 8 };
        case 'size':
          return scalar(before + 1);
        default:
          return scalar(before + 1 + (subject.length + args[0]!.length) / 16);
      }
    }
    case 'list': {
      const elements = node.args.map((element) => of(element));
      return {
        cost: elements.reduce((sum, element) => sum + element.cost, 1),
        length: Math.max(0, ...elements.map((element) => element.length)),
        items: elements.length,
      };
    }
    case '?:': {
      const [condition, yes, no] = node.args.map((part) => of(part)) as [Worst, Worst, Worst];
      return {
        cost: condition.cost + yes.cost + no.cost + 1,
        length: Math.max(yes.length, no.length),
        items: Math.max(yes.items, no.items),
      };
    }
    case '[]': {
      const [list, index] = node.args.map((part) => of(part)) as [Worst, Worst];
      return { cost: list.cost + index.cost + 1, length: list.length, items: 0 };
    }
    case '+': {
      const [left, right] = node.args.map((part) => of(part)) as [Worst, Worst];
      if (node.args[0].op === 'list' || (node.args[0] as Node).checkedType?.kind === 'list')
        throw new ConditionError('not_in_language', 'Lists are not joined.', node.start);
      const length = left.length + right.length;
      return { cost: left.cost + right.cost + 1 + length / 512, length, items: 0 };
    }
    case 'in':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right] = node.args.map((part) => of(part)) as [Worst, Worst];
      const each = 1 + Math.min(left.length, right.length) / 512;
      return scalar(left.cost + right.cost + each * Math.max(1, left.items, right.items));
    }
    default:
      return scalar(children(node).reduce((sum, child) => sum + of(child).cost, 1));
  }
}
