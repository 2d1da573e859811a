import type { RequirementForm, WhyForm } from '#protocol/wire.ts';
import { whyRules } from '../policy/explain.ts';
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
    rules: whyRules(record.evaluation, record.facts),
    errors: record.evaluation.errors.map(({ rule, code }) => ({ rule, code })),
    ...(requirement && { requirement }),
  };
}
