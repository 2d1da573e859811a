import { children, macro, type Node, path } from './condition/syntax.ts';

/** Which way an expression may move when the risk grows: towards true, towards false, both, or not at all. */
type Direction = 'none' | 'up' | 'down' | 'any';

const flip = (direction: Direction): Direction =>
  direction === 'up' ? 'down' : direction === 'down' ? 'up' : direction;
const join = (a: Direction, b: Direction): Direction => (a === 'none' ? b : b === 'none' || a === b ? a : 'any');

const rising = ['low', 'elevated', 'high', 'critical'];

/**
 * Can a further signal, or more points, only push this condition one way?
 *
 * A late signal evaluates a pending Request again, and may only ever ask for more. So what reads `risk.*` in a deny or
 * require rule (or in the risk table) has to rise with it, and in an allow rule to fall.
 */
export function directionOfRisk(node: Node): Direction {
  if (!readsRisk(node)) return 'none';
  switch (node.op) {
    case '!_':
      return flip(directionOfRisk(node.args as Node));
    case '&&':
    case '||':
      return (node.args as Node[]).map(directionOfRisk).reduce(join, 'none');
    case '?:': {
      const [condition, yes, no] = node.args as Node[];
      return readsRisk(condition!) ? 'any' : join(directionOfRisk(yes!), directionOfRisk(no!));
    }
    case '>':
    case '>=':
    case '<':
    case '<=': {
      const [left, right] = node.args as [Node, Node];
      if (readsRisk(left) && readsRisk(right)) return 'any';
      const growing = isFact(left, 'risk.score') ? 'left' : isFact(right, 'risk.score') ? 'right' : undefined;
      if (!growing) return 'any';
      return (growing === 'left') === node.op.startsWith('>') ? 'up' : 'down';
    }
    case '==':
    case '!=': {
      const [left, right] = node.args as [Node, Node];
      if (!isFact(left, 'risk.level') || right.op !== 'value') return 'any';
      const level = rising.indexOf(String(right.args));
      const direction: Direction = level === 0 ? 'down' : level === rising.length - 1 ? 'up' : 'any';
      return node.op === '==' ? direction : flip(direction);
    }
    case 'in': {
      const [left, right] = node.args as [Node, Node];
      if (!readsRisk(left) && (isFact(right, 'risk.signals') || isFact(right, 'risk.factors'))) return 'up';
      if (!isFact(left, 'risk.level') || right.op !== 'list') return 'any';
      const named = rising.map((level) =>
        (right.args as Node[]).some((item) => item.op === 'value' && item.args === level),
      );
      if (named.lastIndexOf(false) < named.indexOf(true)) return 'up';
      return named.lastIndexOf(true) < named.indexOf(false) ? 'down' : 'any';
    }
    default: {
      const walked = macro(node);
      const rises = walked && node.op === 'rcall' && node.args[0] === 'exists';
      if (rises && (isFact(walked.range, 'risk.signals') || isFact(walked.range, 'risk.factors')))
        return walked.bodies.some(readsRisk) ? 'any' : 'up';
      return 'any';
    }
  }
}

const isFact = (node: Node, name: string) => path(node)?.join('.') === name;

function readsRisk(node: Node): boolean {
  const names = path(node);
  if (names) return names[0] === 'risk';
  return children(node).some(readsRisk);
}
