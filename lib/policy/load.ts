import { canonicalize } from '#protocol/jcs.ts';
import { digestOf } from '../log/digest.ts';
import { checkEffective } from './check-effective.ts';
import { checkNames } from './check-names.ts';
import { checkTerms } from './check-terms.ts';
import { compileRules } from './compile-rules.ts';
import { type PolicyDocument, policyDocument } from './document.ts';
import { runTest, type TestResult } from './document-tests.ts';
import { seconds } from './duration.ts';
import { Findings } from './findings.ts';
import type { LoadedPolicy } from './policy.ts';
import type { PolicyProblem } from './problem.ts';
import { type PathStep, readYaml } from './read-yaml.ts';

export type ParsedPolicy =
  | { ok: true; policy: LoadedPolicy; tests: TestResult[] }
  | { ok: false; problems: PolicyProblem[]; tests: TestResult[] };

export interface ParseOptions {
  /** The moment it would come into force; absent for a version that is in force already. */
  publishing?: Date;
  /** Load although allow rules have no test of their own. For generated documents only; nothing is ever published so. */
  untested?: boolean;
}

/**
 * Read a policy document (YAML, or JSON, which is YAML) and make it ready, or say everything that is wrong with it.
 *
 * Nothing is loaded by half: one error, one failing test, and there is no policy. `publishing` adds the checks that
 * depend on today (an override ends within 90 days, calendars open again); a version that is in force is loaded
 * without them, so that it cannot stop loading because time went by.
 */
export function parsePolicy(text: string, options: ParseOptions = {}): ParsedPolicy {
  const yaml = readYaml(text);
  if (!yaml.ok) return { ok: false, problems: yaml.problems, tests: [] };
  const findings = new Findings(yaml.locate);
  const shaped = policyDocument.safeParse(yaml.value);
  if (!shaped.success) {
    for (const issue of shaped.error.issues) findings.error(issue.path as PathStep[], 'shape', issue.message);
    return { ok: false, problems: findings.errors, tests: [] };
  }
  const document = shaped.data;
  checkNames(document, findings);
  checkTerms(document, findings, options.publishing);
  checkEffective(document, findings);
  const compiled = compileRules(document, findings);
  if (findings.errors.length > 0) return { ok: false, problems: findings.errors, tests: [] };

  const policy = assemble(document, digestOf(canonicalize(yaml.value)), compiled, findings.warnings);
  const tests = (document.tests ?? []).map((test, index) => {
    const result = runTest(policy, test);
    if (!result.ok) findings.error(['tests', index], 'test_failed', `"${test.name}": ${result.detail}`);
    return result;
  });
  if (!options.untested) checkCoverage(document, tests, findings);
  if (findings.errors.length > 0) return { ok: false, problems: findings.errors, tests };
  return { ok: true, policy, tests };
}

function assemble(
  document: PolicyDocument,
  digest: string,
  { engine, rules, risk }: ReturnType<typeof compileRules>,
  warnings: PolicyProblem[],
): LoadedPolicy {
  const deciding = [...rules.filter((rule) => rule.mode === 'active'), ...risk];
  const every = new Set([...rules, ...risk].flatMap((entry) => [...entry.condition.refs]));
  const reads = new Set(deciding.flatMap((entry) => [...entry.condition.refs]));
  const readsWindows = new Set([...reads].flatMap((name) => (name.startsWith('window.') ? [name.slice(7)] : [])));
  return {
    name: document.name,
    digest,
    document,
    schema: engine.schema,
    rules,
    risk,
    binder: engine.binder(every),
    reads,
    readsWindows,
    sums: Object.entries(document.windows ?? {}).flatMap(([name, window]) =>
      readsWindows.has(name) ? [{ name, property: window.sum, overSeconds: seconds(window.over) }] : [],
    ),
    warnings,
  };
}

/** An allow rule without a test that it decides is an error; a deny or require rule without one is worth a word. */
function checkCoverage(document: PolicyDocument, tests: readonly TestResult[], findings: Findings): void {
  const matched = (id: string) =>
    tests.filter((test) => test.evaluation?.rules.some((rule) => rule.id === id && rule.matched));
  document.rules?.forEach((rule, index) => {
    const at: PathStep[] = ['rules', index];
    if (rule.mode === 'shadow') return;
    if (rule.effect === 'allow') {
      if (!matched(rule.id).some((test) => test.evaluation?.effect === 'allow'))
        findings.error(at, 'allow_without_test', 'An allow rule needs a test in which it allows.', { rule: rule.id });
    } else if (matched(rule.id).length === 0) {
      findings.warn(at, 'rule_without_test', 'No test of the document makes this rule match.', { rule: rule.id });
    }
    if (rule.effect === 'require' && document.default.effect === 'require') {
      const people = (ids: readonly string[]) =>
        ids.flatMap((id) => document.requirements[id]!.slots).reduce((sum, slot) => sum + (slot.count ?? 1), 0);
      if (people(rule.use) < people(document.default.use))
        findings.warn(at, 'milder_than_default', 'It asks fewer people than the default, which it replaces.', {
          rule: rule.id,
        });
    }
  });
}
