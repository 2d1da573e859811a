import type { Condition } from './condition/condition.ts';
import type { Binder } from './condition/engine.ts';
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
  /** The same in words, the first clause people see. */
  actionsText: string;
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

/** A declared sum: over this Agent's other live Requests of the last so many seconds. */
export interface WindowSum {
  name: string;
  /** Full name of the fact that is summed, such as `action.properties.rows`. */
  property: string;
  overSeconds: number;
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
  /** Facts as the engine reads them; only those some condition reads. */
  binder: Binder;
  /** Facts that an active rule or risk clause reads. */
  reads: ReadonlySet<string>;
  /**
   * Members of `window` that an active rule or risk clause reads, without `window.`. Empty: intake may skip the
   * counter lock. What only shadow rules read is not counted, and absent for them.
   */
  readsWindows: ReadonlySet<string>;
  /** The declared sums among them. */
  sums: readonly WindowSum[];
  warnings: readonly PolicyProblem[];
}
