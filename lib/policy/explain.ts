import type { WhyRule } from '#protocol/wire.ts';
import { factValue } from './establish-facts.ts';
import type { PolicyEvaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';

/**
 * Why policy answered as it did, for people: the author's words, each clause ticked or crossed beside the facts it
 * read. Made from the stored evaluation and facts alone, so an old page shows what was, never today's policy.
 */
export function whyRules(evaluation: PolicyEvaluation, facts: Facts): WhyRule[] {
  const sensitive = new Set(evaluation.sensitive.map(factAt));
  return evaluation.rules.map((rule) => ({
    id: rule.id,
    effect: rule.effect,
    mode: rule.mode,
    matched: rule.matched,
    ...(rule.overriddenBy ? { overridden_by: rule.overriddenBy } : {}),
    ...(rule.message ? { message: rule.message } : {}),
    clauses: rule.clauses.map((clause) => ({
      text: clause.text,
      value: clause.value,
      facts: clause.facts.map((name) => ({ name, value: shown(name, evaluation, facts, sensitive.has(name)) })),
    })),
  }));
}

/** `/action/properties/command` → `action.properties.command`; a pointer into the context leaves out `properties`. */
function factAt(pointer: string): string {
  const [root, ...rest] = pointer.slice(1).split('/');
  return (root === 'context' ? ['context', 'properties', ...rest] : [root, ...rest]).join('.');
}

/** A value as a reader sees it. What was absent says so instead of looking like an empty value. */
function shown(name: string, evaluation: PolicyEvaluation, facts: Facts, masked: boolean): string {
  const [root, member] = name.split('.') as [string, string];
  const scored = root === 'risk' && member !== 'signals';
  const value = scored ? evaluation.risk[member as 'score' | 'level' | 'factors'] : factValue(facts, name);
  if (value === undefined) return 'absent';
  if (masked) return typeof value === 'string' ? `masked, ${value.length} characters` : 'masked';
  if (facts.errored.includes(name)) return 'too large to read';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
