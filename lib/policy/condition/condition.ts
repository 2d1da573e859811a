import type { EvaluatedClause } from '../evaluation.ts';
import type { Bound } from './bind.ts';

/** A condition's answer: true, false, or the word for why it has none. */
export type Answer =
  | { value: boolean; clauses: EvaluatedClause[] }
  | { value: 'unknown'; code: string; clauses: EvaluatedClause[] };

/** A checked condition. It cannot run code, reach the network or read a clock. */
export interface Condition {
  source: string;
  /** Facts it may read. */
  refs: ReadonlySet<string>;
  /** Worst case, in units of about a tenth of a microsecond. */
  cost: number;
  evaluate(facts: Bound): Answer;
}
