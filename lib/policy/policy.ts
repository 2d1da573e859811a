import type { Condition } from './condition/condition.ts';
import type { FactSchema } from './condition/schema.ts';
import type { PolicyDocument } from './document.ts';
import type { PolicyProblem } from './problem.ts';

/** A rule ready to be evaluated. */
export interface CompiledRule {
  id: string;
  effect: 'allow' | 'deny' | 'require';
  mode: 'active' | 'shadow';
  /** Empty: every action. A `*` at the end stands for any rest. */
  actions: readonly string[];
  condition: Condition;
  use: readonly string[];
  overrides: readonly string[];
  expiresAt?: Date;
  message?: string;
}

export interface CompiledRisk {
  id: string;
  points: number;
  condition: Condition;
}

/** A document that passed every check: conditions compiled, its own tests run. Immutable. */
export interface LoadedPolicy {
  name: string;
  /** base64url SHA-256 of the canonical JSON document. */
  digest: string;
  document: PolicyDocument;
  schema: FactSchema;
  rules: readonly CompiledRule[];
  risk: readonly CompiledRisk[];
  /** Facts that any active rule or risk clause reads. */
  reads: ReadonlySet<string>;
  /** Those of them that need the Agent's counters, without `window.`; empty: intake may skip the counter lock. */
  readsWindows: ReadonlySet<string>;
  /** The declared sums under `windows:` among them. */
  sums: readonly { name: string; property: string; overSeconds: number }[];
  warnings: readonly PolicyProblem[];
}
