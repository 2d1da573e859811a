import type { EvaluatedClause, TruthValue } from '../evaluation.ts';
import { type Bound, overLimit } from './bind.ts';
import { outsideText, split } from './clauses.ts';
import type { Answer, Condition } from './condition.ts';
import { ConditionError } from './condition-error.ts';
import { conditionBudget, worstCost } from './cost.ts';
import type { Engine } from './engine.ts';
import { fold } from './fold.ts';
import { type Pattern, pattern } from './pattern.ts';
import { references } from './references.ts';
import { admit, children, type Node } from './syntax.ts';

export type Compiled = { ok: true; condition: Condition; root: Node } | { ok: false; error: ConditionError };

/**
 * Check one condition against the facts it may read, and make it ready to be evaluated.
 *
 * Each clause between the outer `&&` and `||` becomes a program of its own, so evaluating and explaining are one walk:
 * the answer is folded from the very truth values that people are shown.
 */
export function compile(source: string, engine: Engine): Compiled {
  try {
    return { ok: true, ...compiled(source, engine) };
  } catch (error) {
    return { ok: false, error: error instanceof ConditionError ? error : asConditionError(error) };
  }
}

function compiled(source: string, engine: Engine): { condition: Condition; root: Node } {
  if (source.length > 4000) throw new ConditionError('too_complex', 'A condition has at most 4,000 characters.');
  const code = outsideText(source);
  for (let at = source.indexOf('//'); at !== -1; at = source.indexOf('//', at + 1))
    if (code[at]) throw new ConditionError('not_in_language', 'A condition has no comments; the document has.', at);

  const root = engine.environment.parse(source).ast as Node;
  admit(root);
  references(root, engine.schema);
  const { outline, clauses } = split(source, root);
  const programs = clauses.map((clause) => clauseProgram(source, clause, engine));
  const cost = programs.reduce((sum, program) => sum + program.cost, clauses.length);
  if (cost > conditionBudget)
    throw new ConditionError(
      'too_costly',
      `At worst this condition costs ${Math.round(cost).toLocaleString('en')} units; the limit is ${conditionBudget.toLocaleString('en')}.`,
    );

  const evaluate = (bound: Bound): Answer => {
    const values: TruthValue[] = [];
    const explained: EvaluatedClause[] = [];
    let code: string | undefined;
    for (const program of programs) {
      const value = program.evaluate(bound);
      values.push(typeof value === 'boolean' ? (value ? 'true' : 'false') : 'unknown');
      if (typeof value === 'string') code ??= value;
      explained.push({ text: program.text, value: values[values.length - 1]!, facts: program.facts });
    }
    const answer = fold(outline, values);
    if (answer === 'unknown') return { value: answer, code: code ?? 'unknown', clauses: explained };
    return { value: answer === 'true', clauses: explained };
  };

  const refs = new Set(programs.flatMap((program) => program.facts));
  const shown = programs.map(({ text, start, end, facts }) => ({ text, start, end, facts }));
  return { root, condition: { source, clauses: shown, refs, cost, evaluate } };
}

interface Program {
  text: string;
  start: number;
  end: number;
  facts: readonly string[];
  cost: number;
  /** True, false, or the word for why there is no answer. */
  evaluate(bound: Bound): boolean | string;
}

function clauseProgram(source: string, clause: { node: Node; start: number; end: number }, engine: Engine): Program {
  const text = source.slice(clause.start, clause.end);
  const program = engine.environment.parse(text);
  const root = program.ast as Node;
  if (!sameTree(root, clause.node))
    throw new ConditionError('not_in_language', 'Put this clause in parentheses.', clause.start);

  try {
    const refs = references(root, engine.schema);
    const patterns = new Map<Node, Pattern>();
    const run = (node: Node) => {
      for (const child of children(node)) run(child);
      if (node.op !== 'rcall') return;
      const call = node.args as [string, Node, Node[]];
      // The name is swapped on the tree before types are checked: the library's own functions cannot be replaced.
      if (call[0] === 'lowerAscii') call[0] = 'asciiLower';
      if (call[0] !== 'matches') return;
      const compiledPattern = pattern(call[2][0]!);
      patterns.set(node, compiledPattern);
      call[0] = engine.addPattern(compiledPattern);
    };
    run(root);

    const checked = program.check();
    if (!checked.valid) throw checked.error ?? new ConditionError('type_error', 'The types do not fit.');
    if (checked.type !== 'bool')
      throw new ConditionError('not_bool', `A condition is true or false; this is ${checked.type}.`);
    const cost = worstCost(root, engine.schema, patterns);
    const certain = [...refs.certain].map((name) => name.split('.') as [string, string, string?]);
    const evaluate = (bound: Bound): boolean | string => {
      // Looking first is the same as letting the library throw, only a hundred times cheaper.
      for (const [group, member, leaf] of certain) {
        const value = (bound as Members)[group]?.[member];
        const found = leaf === undefined ? value : (value as Members[string] | undefined)?.[leaf];
        if (found === undefined) return 'missing_fact';
        if (found === overLimit) return 'over_limit';
      }
      try {
        const value: unknown = program(bound as Record<string, object>);
        return typeof value === 'boolean' ? value : 'not_bool';
      } catch (error) {
        return errorCode(error);
      }
    };
    return {
      text: text.replace(/\s+/g, ' ').trim(),
      start: clause.start,
      end: clause.end,
      facts: [...refs.all],
      cost,
      evaluate,
    };
  } catch (error) {
    const inner = error instanceof ConditionError ? error : asConditionError(error);
    throw new ConditionError(inner.code, inner.detail, clause.start + inner.at);
  }
}

type Members = Record<string, Record<string, unknown> | undefined>;

/** The clause parsed alone has to be the very tree it was in its condition; anything else is refused, not guessed. */
function sameTree(a: unknown, b: unknown): boolean {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameTree(item, b[index]));
  if (typeof a !== 'object' || a === null) return a === b;
  if (typeof b !== 'object' || b === null) return false;
  return (a as Node).op === (b as Node).op && sameTree((a as Node).args, (b as Node).args);
}

function asConditionError(error: unknown): ConditionError {
  if (!(error instanceof Error)) return new ConditionError('not_readable', 'The condition cannot be read.');
  const { code, summary, range } = error as Error & { code?: string; summary?: string; range?: { start: number } };
  const known: Record<string, string> = { limit_exceeded: 'too_complex', unknown_variable: 'unknown_fact' };
  return new ConditionError(known[code ?? ''] ?? code ?? 'not_readable', summary ?? error.message, range?.start ?? 0);
}

function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'no_such_key') return 'missing_fact';
  if (code === 'unsupported_type' || code === 'field_type_mismatch') return 'over_limit';
  return typeof code === 'string' ? code : 'evaluation_error';
}
