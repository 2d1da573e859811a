import { children, type Node, path } from './condition/syntax.ts';
import type { RuleEntry } from './document.ts';
import type { Findings } from './findings.ts';
import type { PathStep } from './read-yaml.ts';

/** What an author most often did not mean; nothing here stops a document. */
export function lintCondition(
  rule: RuleEntry,
  root: Node,
  refs: ReadonlySet<string>,
  at: PathStep[],
  findings: Findings,
): void {
  const warn = (code: string, detail: string) => findings.warn(at, code, detail, { rule: rule.id });
  if (rule.effect === 'allow') {
    if (!refs.has('context.observed'))
      warn('allow_described', 'It also allows what an agent merely described; add context.observed.');
    for (const name of asked(root, true))
      warn('allow_on_absence', `Leaving out "${name}" can make this allow: sending less would ask for less.`);
    return;
  }
  for (const name of asked(root, false))
    warn(
      'has_falls_silent',
      `Without "${name}" this rule falls silent; a ${rule.effect} rule says !has(${name}) || ….`,
    );
  if (comparesEnvironment(root))
    warn(
      'unknown_passes',
      'A resource the catalogue does not know has environment "unknown" and passes by; != "dev" would hold for it.',
    );
}

/** Facts asked for by has() which, by their absence, move the condition towards false (or, when `negated`, true). */
function asked(node: Node, negated: boolean, sign = true): string[] {
  if (node.op === '!_') return asked(node.args as Node, negated, !sign);
  if (node.op === 'call' && node.args[0] === 'has') {
    const name = path(node.args[1][0] as Node)?.join('.');
    return name && sign !== negated ? [name] : [];
  }
  // `has(x) ? … : …` says what happens without it.
  const parts = node.op === '?:' ? (node.args as Node[]).slice(1) : children(node);
  return parts.flatMap((child) => asked(child, negated, sign));
}

function comparesEnvironment(node: Node): boolean {
  if (node.op === '==') {
    const [left, right] = node.args as [Node, Node];
    return path(left)?.join('.') === 'resource.environment' && right.op === 'value' && right.args !== 'unknown';
  }
  return children(node).some(comparesEnvironment);
}
