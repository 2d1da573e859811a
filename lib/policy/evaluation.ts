import type { Effect, RiskLevel } from '#protocol/wire.ts';
import type { MergedRequirement } from './requirement.ts';

export type TruthValue = 'true' | 'false' | 'unknown';

/** One part of a condition between its outer `&&` and `||`, in the author's words. */
export interface EvaluatedClause {
  text: string;
  value: TruthValue;
  /** Names of the facts it read; their values are in the Facts kept beside the evaluation. */
  facts: readonly string[];
}

export interface EvaluatedRule {
  id: string;
  effect: Effect;
  mode: 'active' | 'shadow';
  matched: boolean;
  errored?: string;
  /** The allow rule whose override cancelled this one. */
  overriddenBy?: string;
  /** Until when that override holds, RFC 3339. */
  overriddenUntil?: string;
  message?: string;
  /** For a require rule: the requirements it asks for. */
  use?: readonly string[];
  clauses: readonly EvaluatedClause[];
}

export interface EvaluatedRisk {
  score: number;
  level: RiskLevel;
  factors: readonly string[];
  /** Clauses that could not be decided; their points count. */
  errors: readonly string[];
}

/** What policy says about one Action, as plain JSON: stored with the Revision and shown as it was ever after. */
export interface PolicyEvaluation {
  policy: { name: string; digest: string };
  effect: Effect;
  rules: readonly EvaluatedRule[];
  /** Active and shadow rules that could not be decided. */
  errors: readonly { rule: string; code: string }[];
  /** Present exactly when the effect is `require`. */
  requirement?: MergedRequirement;
  risk: EvaluatedRisk;
  /** One sentence for the agent and the timeline. */
  why: string;
  engine: string;
  /** JSON pointers into the Action whose values explanations mask. */
  sensitive: readonly string[];
}
