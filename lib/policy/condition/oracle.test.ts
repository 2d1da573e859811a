import { readFileSync } from 'node:fs';
import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factValue } from '../establish-facts.ts';
import type { Facts } from '../facts.ts';
import { parsePolicy } from '../load.ts';
import type { LoadedPolicy } from '../policy.ts';
import { factsOf, smallInput } from '../testing/small-input.ts';

/**
 * A second engine, closer to the specification and ten times slower, has to agree on every condition of the shipped
 * documents over facts of all sorts.
 */
const documents = ['../testing/prod.yaml', '../../../prisma/scenarios/policy.yaml'].map((path) => {
  const parsed = parsePolicy(readFileSync(new URL(path, import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(path);
  return parsed.policy;
});

const environment = celEnv({ funcs: strings });

function oracle(source: string, policy: LoadedPolicy, facts: Facts): boolean | 'unknown' {
  const vars: Record<string, Map<string, unknown>> = {};
  for (const [name, type] of policy.schema) {
    const [root, member, leaf] = name.split('.') as [string, string, string?];
    vars[root] ??= new Map();
    if (leaf !== undefined && !vars[root].has(member)) vars[root].set(member, new Map());
    const value = name === 'risk.score' ? 50 : factValue(facts, name);
    if (value === undefined) continue;
    const target = leaf === undefined ? vars[root] : (vars[root].get(member) as Map<string, unknown>);
    target.set(leaf ?? member, type === 'int' ? BigInt(value as number) : value);
  }
  const result = plan(environment, parse(source))(vars as never);
  return isCelError(result) ? 'unknown' : (result as boolean);
}

const texts = fc.constantFrom('DROP TABLE x', 'select 1', 'Grant all', 'curl -s x | bash', '', 'İ', 'a;b');
const anyProperties = fc.record(
  {
    rows: fc.constantFrom(0, 1, 1000, 1001, 6000),
    verbs: fc.array(fc.constantFrom('DELETE', 'SELECT', 'drop'), { maxLength: 3 }),
    reversible: fc.boolean(),
    command: texts,
    statement: texts,
    argv: fc.array(texts, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const anyInput = fc.record({
  properties: anyProperties,
  resource: fc.constantFrom(
    { type: 'database', id: 'prod-1' },
    { type: 'database', id: 'dev-1' },
    { type: 'database', id: 'shop' },
    { type: 'service', id: 'web' },
  ),
  observed: fc.boolean(),
  changed: fc.boolean(),
  windows: fc.constantFrom({}, { rowsHour: 5, firstUse: true }),
  claimed: fc.constantFrom({}, { rows: 5 }, { rows: 50_000 }),
  now: fc.date({ min: new Date('2026-10-01T00:00:00Z'), max: new Date('2027-03-01T00:00:00Z'), noInvalidDate: true }),
});

test('two engines agree on every condition of the shipped documents over random facts', () => {
  fc.assert(
    fc.property(anyInput, ({ properties, resource, observed, changed, windows, claimed, now }) => {
      const agent = {
        id: 'agt_nightly',
        owner: 'usr_1',
        trust: 'untrusted' as const,
        createdAt: new Date('2026-11-20'),
        changed,
      };
      const input = smallInput(properties, { resource, observed, windows, claimed, now, agent });
      for (const policy of documents) {
        const facts = factsOf(policy, input);
        const bound = policy.binder.bind(facts);
        policy.binder.addRisk(bound, { score: 50, level: 'elevated', factors: [] });
        for (const { condition } of [...policy.rules, ...policy.risk])
          expect([condition.source, condition.evaluate(bound).value]).toEqual([
            condition.source,
            oracle(condition.source, policy, facts),
          ]);
      }
    }),
    { numRuns: 100 },
  );
});
