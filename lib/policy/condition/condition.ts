import type { EvaluatedClause } from '../evaluation.ts';
import type { Bound } from './bind.ts';

/** A condition's answer: true, false, or unknown with the word for why. */
export type Answer =
  | { value: boolean; clauses: EvaluatedClause[] }
  | { value: 'unknown'; code: string; clauses: EvaluatedClause[] };

/** A checked condition. It cannot run code, reach the network or read a clock. */
export interface Condition {
  source: string;
  clauses: readonly { text: string; start: number; end: number; facts: readonly string[] }[];
  /** Facts it may read. */
  refs: ReadonlySet<string>;
  /** Worst case, in units of about a tenth of a microsecond. */
  cost: number;
  evaluate(bound: Bound): Answer;
}
