import type { Json, RequirementForm, WhyForm, WhyRule } from '#protocol/wire.ts';
import type { EvaluatedRule } from '../policy/evaluation.ts';
import type { Facts } from '../policy/facts.ts';
import type { RequestRecord } from './request-record.ts';

/**
 * Why policy answered as it did: each rule with its clauses, and beside each clause the facts it read, as they were then.
 *
 * Made from the stored evaluation alone. A page from last year shows last year's policy, never today's.
 */
export function whyForm(record: RequestRecord, requirement: RequirementForm | undefined): WhyForm {
  return {
    policy: record.policy,
    effect: record.effect,
    rules: record.evaluation.rules.map((rule) => whyRule(rule, record.facts)),
    errors: record.evaluation.errors.map(({ rule, code }) => ({ rule, code })),
    ...(requirement && { requirement }),
  };
}

function whyRule(rule: EvaluatedRule, facts: Facts): WhyRule {
  return {
    id: rule.id,
    effect: rule.effect,
    mode: rule.mode,
    matched: rule.matched,
    ...(rule.overriddenBy && { overridden_by: rule.overriddenBy }),
    ...(rule.message && { message: rule.message }),
    clauses: rule.clauses.map((clause) => ({
      text: clause.text,
      value: clause.value,
      facts: clause.facts.map((name) => ({ name, value: factValue(facts, name) })),
    })),
  };
}

/** A fact as a reader sees it; what was absent says so instead of looking like an empty value. */
function factValue(facts: Facts, name: string): string {
  let value: unknown = facts;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return 'absent';
    value = (value as Record<string, Json>)[step];
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
