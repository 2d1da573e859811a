import { compile } from './condition/compile.ts';
import { documentBudget } from './condition/cost.ts';
import { createEngine, type Engine } from './condition/engine.ts';
import type { Node } from './condition/syntax.ts';
import { directionOfRisk } from './direction.ts';
import type { PolicyDocument } from './document.ts';
import { factSchema } from './fact-schema.ts';
import type { Findings } from './findings.ts';
import { lintCondition } from './lint.ts';
import type { CompiledRisk, CompiledRule } from './policy.ts';
import type { PathStep } from './read-yaml.ts';

export interface CompiledDocument {
  engine: Engine;
  rules: CompiledRule[];
  risk: CompiledRisk[];
}

/** Compile every condition, and refuse those that could be used to get more by saying less or by claiming. */
export function compileRules(document: PolicyDocument, findings: Findings): CompiledDocument {
  const engine = createEngine(factSchema(document));
  let cost = 0;
  const condition = (source: string, at: PathStep[], rule: string) => {
    const result = compile(source, engine);
    if (result.ok) {
      cost += result.condition.cost;
      return result;
    }
    const { code, detail, at: offset } = result.error;
    findings.error(at, code, detail, { rule, offset });
    return undefined;
  };
  const refuse = (at: PathStep[], rule: string, code: string, detail: string) =>
    findings.error(at, code, detail, { rule });

  const risk = (document.risk ?? []).flatMap((clause, index): CompiledRisk[] => {
    const at: PathStep[] = ['risk', index, 'when'];
    const made = condition(clause.when, at, clause.id);
    if (!made) return [];
    for (const name of ['risk.score', 'risk.level', 'risk.factors'])
      if (made.condition.refs.has(name))
        refuse(at, clause.id, 'risk_reads_risk', `The risk table makes "${name}" and cannot read it.`);
    checkDirection(made.root, 'up', at, clause.id);
    return [{ id: clause.id, points: clause.points, condition: made.condition }];
  });
  const claims = risk.some((clause) => readsClaims(clause.condition.refs));

  const rules = (document.rules ?? []).flatMap((rule, index): CompiledRule[] => {
    const at: PathStep[] = ['rules', index, 'when'];
    const made = condition(rule.when ?? 'true', at, rule.id);
    if (!made) return [];
    const { refs } = made.condition;
    if (rule.effect === 'allow') {
      if (readsClaims(refs))
        refuse(
          at,
          rule.id,
          'allow_reads_claimed',
          'What an agent claims may only ever ask for more; an allow rule cannot read it.',
        );
      if (claims && (refs.has('risk.score') || refs.has('risk.level') || refs.has('risk.factors')))
        refuse(
          at,
          rule.id,
          'allow_reads_claimed',
          'The risk table reads what agents claim, so an allow rule cannot read the score.',
        );
    }
    checkDirection(made.root, rule.effect === 'allow' ? 'down' : 'up', at, rule.id);
    lintCondition(rule, made.root, refs, at, findings);
    return [
      {
        id: rule.id,
        effect: rule.effect,
        mode: rule.mode ?? 'active',
        actions: rule.actions ?? [],
        actionsText: `action.name is ${(rule.actions ?? []).join(' or ')}`,
        condition: made.condition,
        use: rule.effect === 'require' ? rule.use : [],
        overrides: rule.effect === 'allow' ? (rule.overrides ?? []) : [],
        ...(rule.effect === 'allow' && rule.expires ? { expiresAt: new Date(rule.expires) } : {}),
        ...(rule.message ? { message: rule.message } : {}),
      },
    ];
  });

  function checkDirection(root: Node, wanted: 'up' | 'down', at: PathStep[], rule: string) {
    const direction = directionOfRisk(root);
    if (direction === 'none' || direction === wanted) return;
    const detail =
      wanted === 'up'
        ? 'More risk could make this stop matching. Ask for at least so much: risk.score >= 70.'
        : 'More risk could make this allow. Ask for less than so much: risk.score < 40.';
    refuse(at, rule, 'risk_direction', detail);
  }

  if (cost > documentBudget)
    findings.error(
      ['rules'],
      'too_costly',
      `At worst the conditions of this document cost ${Math.round(cost).toLocaleString('en')} units together; the limit is ${documentBudget.toLocaleString('en')}.`,
    );
  return { engine, rules, risk };
}

const readsClaims = (refs: ReadonlySet<string>) => [...refs].some((name) => name.startsWith('claimed.'));
