import type { RiskLevel } from '#protocol/wire.ts';
import type { Bound } from './condition/bind.ts';
import type { Answer } from './condition/condition.ts';
import { engineName, type RiskFacts } from './condition/engine.ts';
import type { Fallback } from './document.ts';
import type { EvaluatedClause, EvaluatedRisk, EvaluatedRule, PolicyEvaluation } from './evaluation.ts';
import type { Facts } from './facts.ts';
import { mergeRequirements } from './merge.ts';
import { covers } from './names.ts';
import type { CompiledRule, LoadedPolicy } from './policy.ts';

/** Past this the rules that are left count as errored; no admitted document comes near it. */
const budgetMilliseconds = 250;

export interface EvaluationMoment {
  now: Date;
  /** Monotonic milliseconds. */
  clock?: () => number;
}

/**
 * What policy says about these facts. Pure; all rules are evaluated and their order means nothing.
 *
 *   a deny rule matched                                   → deny
 *   a deny or require rule errored, and onError is deny   → deny
 *   a require rule matched and stands, or one errored     → require  all that stand, plus onError's if any errored
 *   an allow rule matched                                 → allow
 *   nothing matched                                       → default  (deny or require)
 */
export function evaluatePolicy(policy: LoadedPolicy, facts: Facts, moment: EvaluationMoment): PolicyEvaluation {
  const clock = moment.clock ?? (() => performance.now());
  const end = clock() + budgetMilliseconds;
  const inTime = () => clock() <= end;

  const bound = policy.binder.bind(facts);
  const risk = evaluateRisk(policy, bound, inTime);
  policy.binder.addRisk(bound, risk);

  const rules = policy.rules.map((rule) => evaluateRule(rule, facts, bound, moment.now, inTime));
  markOverridden(policy.rules, rules);

  const active = rules.filter((rule) => rule.mode === 'active');
  const errors = rules.flatMap((rule) => (rule.errored ? [{ rule: rule.id, code: rule.errored }] : []));
  const failed = active.filter((rule) => rule.errored && rule.effect !== 'allow');
  const matched = (effect: EvaluatedRule['effect']) => active.filter((rule) => rule.effect === effect && rule.matched);

  const answer = (effect: PolicyEvaluation['effect'], why: string, use?: readonly string[]): PolicyEvaluation => ({
    policy: { name: policy.name, digest: policy.digest },
    effect,
    rules,
    errors,
    ...(use ? { requirement: mergeRequirements(policy.document, use, facts.resource.owner) } : {}),
    risk,
    why,
    engine: engineName,
    sensitive: policy.document.sensitive ?? [],
  });
  const fallback = (entry: Fallback, why: string) =>
    entry.effect === 'deny' ? answer('deny', why) : answer('require', why, entry.use);

  const denied = matched('deny');
  if (denied.length > 0) return answer('deny', denied.map((rule) => reasonOf(rule, 'denied by policy.')).join(' '));
  const { onError } = policy.document;
  if (failed.length > 0 && onError.effect === 'deny') return answer('deny', undecided(failed));

  const standing = matched('require').filter((rule) => rule.overriddenBy === undefined);
  if (standing.length > 0 || failed.length > 0) {
    const use = standing.flatMap((rule) => rule.use ?? []);
    if (failed.length > 0 && onError.effect === 'require') use.push(...onError.use);
    const why = standing.map((rule) => reasonOf(rule, `asks for ${rule.use?.join(' and ')}.`));
    if (failed.length > 0) why.push(undecided(failed));
    return answer('require', why.join(' '), use);
  }

  const allowed = matched('allow');
  if (allowed.length > 0) return answer('allow', allowed.map((rule) => reasonOf(rule, 'allowed by policy.')).join(' '));
  return fallback(policy.document.default, 'No rule matched, so the default applies.');
}

const reasonOf = (rule: EvaluatedRule, otherwise: string) => `${rule.id}: ${rule.message ?? otherwise}`;

const undecided = (failed: readonly EvaluatedRule[]) =>
  `Could not be decided, so somebody has to look: ${failed.map((rule) => rule.id).join(', ')}.`;

const levels: readonly (readonly [number, RiskLevel])[] = [
  [80, 'critical'],
  [55, 'high'],
  [30, 'elevated'],
  [0, 'low'],
];

/** The sum of the points of the clauses that apply; one that cannot be decided counts. */
function evaluateRisk(policy: LoadedPolicy, bound: Bound, inTime: () => boolean): EvaluatedRisk & RiskFacts {
  const factors: string[] = [];
  const errors: string[] = [];
  let score = 0;
  for (const clause of policy.risk) {
    const value = inTime() ? clause.condition.evaluate(bound).value : 'unknown';
    if (value === false) continue;
    if (value === 'unknown') errors.push(clause.id);
    factors.push(clause.id);
    score = Math.min(100, score + clause.points);
  }
  const level = levels.find(([from]) => score >= from)![1];
  return { score, level, factors, errors };
}

function evaluateRule(rule: CompiledRule, facts: Facts, bound: Bound, now: Date, inTime: () => boolean): EvaluatedRule {
  const shown = {
    id: rule.id,
    effect: rule.effect,
    mode: rule.mode,
    ...(rule.message ? { message: rule.message } : {}),
    ...(rule.use.length > 0 ? { use: rule.use } : {}),
  };
  const clauses: EvaluatedClause[] = [];
  if (rule.actions.length > 0) {
    const fits = rule.actions.some((pattern) => covers(pattern, facts.action.name));
    clauses.push({ text: rule.actionsText, value: fits ? 'true' : 'false', facts: ['action.name'] });
    if (!fits) return { ...shown, matched: false, clauses };
  }
  // An override, and the rule with it, ends on the second it names.
  if (rule.expiresAt) {
    const live = now < rule.expiresAt;
    clauses.push({ text: `until ${rule.expiresAt.toISOString()}`, value: live ? 'true' : 'false', facts: [] });
    if (!live) return { ...shown, matched: false, clauses };
  }
  const answer: Answer = inTime()
    ? rule.condition.evaluate(bound)
    : { value: 'unknown', code: 'out_of_time', clauses: [] };
  clauses.push(...answer.clauses);
  if (answer.value === 'unknown') return { ...shown, matched: false, errored: answer.code, clauses };
  return { ...shown, matched: answer.value, clauses };
}

/** An allow rule that matched cancels the require rules it names, and no more: never a deny, never an error. */
function markOverridden(compiled: readonly CompiledRule[], rules: EvaluatedRule[]): void {
  compiled.forEach((rule, index) => {
    if (rule.overrides.length === 0 || rule.mode !== 'active' || !rules[index]!.matched) return;
    for (const name of rule.overrides) {
      const target = rules.find((candidate) => candidate.id === name);
      if (target?.effect !== 'require' || !target.matched || target.overriddenBy) continue;
      target.overriddenBy = rule.id;
      if (rule.expiresAt) target.overriddenUntil = rule.expiresAt.toISOString();
    }
  });
}
