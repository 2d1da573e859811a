import type { ASTNode } from '@marcbachmann/cel-js';
import { ConditionError } from './condition-error.ts';

/** A node as the library's parser makes it; `checkedType` appears once its types were checked. */
export type Node = ASTNode & { checkedType?: { name: string; kind: string } };

/** The macros that walk a list, each binding one name. */
export const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

const binary: ReadonlySet<string> = new Set('== != < <= > >= in + - * / %'.split(' '));
const methods: Readonly<Record<string, number>> = {
  startsWith: 1,
  endsWith: 1,
  contains: 1,
  lowerAscii: 0,
  matches: 1,
  size: 0,
};

/** Nodes directly beneath, in the order they are written. */
export function children(node: Node): Node[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case '?:':
    case 'list':
    case '||':
    case '&&':
    case '[]':
      return node.args;
    default:
      return binary.has(node.op) ? (node.args as Node[]) : [];
  }
}

/** `a.b.c` as its names, if the node is such a path down from a plain name. */
export function path(node: Node): string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return undefined;
  const above = path(node.args[0]);
  return above && [...above, node.args[1]];
}

/** Call of a list macro: the list, the name it binds, and what it does with each element. */
export function macro(node: Node): { range: Node; name: string; bodies: Node[] } | undefined {
  if (node.op !== 'rcall' || !macros.has(node.args[0])) return undefined;
  const [, range, [variable, ...bodies]] = node.args;
  if (variable?.op !== 'id' || bodies.length === 0) return undefined;
  return { range, name: variable.args, bodies };
}

const maxInt = 9_223_372_036_854_775_807n;

/**
 * Refuse everything that is not in the admitted language, which is much smaller than the library's.
 *
 * The library has time, type conversion, optional values, `dyn` and functions that allocate without bound; a list of
 * what is allowed stays right when a later version of it brings more.
 */
export function admit(node: Node, depth = 0): void {
  const refuse = (code: string, detail: string): never => {
    throw new ConditionError(code, detail, node.start);
  };
  const name = (text: string) => {
    if (text.startsWith('_')) refuse('not_in_language', `Names do not start with "_": "${text}".`);
  };

  switch (node.op) {
    case 'value': {
      const kind = typeof node.args;
      if (kind === 'bigint' && (node.args as bigint) > maxInt) refuse('not_in_language', 'This number is too large.');
      if (kind !== 'string' && kind !== 'bigint' && kind !== 'number' && kind !== 'boolean')
        refuse(
          'not_in_language',
          'Only text, numbers, true and false can be written out. Absent is absent, never null.',
        );
      return;
    }
    case 'id':
      name(node.args);
      return;
    case '.':
      name(node.args[1]);
      break;
    case 'call':
      if (!(node.args[0] === 'has' || node.args[0] === 'size') || node.args[1].length !== 1)
        refuse('not_in_language', `"${node.args[0]}()" is not part of the language.`);
      break;
    case 'rcall': {
      const [method, , args] = node.args;
      const walked = macro(node);
      if (walked) {
        if (depth === 2) refuse('too_complex', 'Lists are walked at most two deep.');
        name(walked.name);
        admit(walked.range, depth);
        for (const body of walked.bodies) admit(body, depth + 1);
        return;
      }
      if (!Object.hasOwn(methods, method) || methods[method] !== args.length)
        refuse('not_in_language', `".${method}()" is not part of the language.`);
      break;
    }
    case '!_':
    case '-_':
    case '?:':
    case 'list':
    case '||':
    case '&&':
    case '[]':
      break;
    default:
      if (!binary.has(node.op)) refuse('not_in_language', `"${node.op}" is not part of the language.`);
  }
  for (const child of children(node)) admit(child, depth);
}
