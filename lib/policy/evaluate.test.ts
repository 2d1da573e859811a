import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { parsePolicy } from './load.ts';
import type { LoadedPolicy } from './policy.ts';
import { factsOf, smallInput } from './testing/small-input.ts';
import { smallPolicy } from './testing/small-policy.ts';

const now = new Date('2026-11-24T10:00:00Z');
const evaluate = (policy: LoadedPolicy, facts: Facts, at = now) => evaluatePolicy(policy, facts, { now: at });
const asks = (policy: LoadedPolicy, facts: Facts, at = now) => {
  const { effect, requirement } = evaluate(policy, facts, at);
  return [effect, ...(requirement?.requirements.map((one) => one.id) ?? [])].join(' ');
};

const allowTest = (rule: string, given: object = {}) => ({
  name: `${rule} allows`,
  given,
  expect: { effect: 'allow', rules: [rule] },
});

describe('deny over require over allow over default', () => {
  test('a deny rule wins over everything, and its message is the reason', () => {
    const policy = smallPolicy({
      rules: [
        { id: 'never', effect: 'deny', actions: ['sql.*'], message: 'Not here.' },
        { id: 'ask', effect: 'require', use: ['two-person'] },
      ],
    });
    const evaluation = evaluate(policy, factsOf(policy, smallInput()));
    expect(evaluation).toMatchObject({ effect: 'deny', why: 'never: Not here.' });
    expect(evaluation.requirement).toBeUndefined();
  });

  test('all require rules that match are met together, each requirement once', () => {
    const policy = smallPolicy({
      rules: [
        { id: 'a', effect: 'require', use: ['peer', 'two-person'] },
        { id: 'b', effect: 'require', use: ['two-person', 'data-owner'] },
      ],
    });
    expect(asks(policy, factsOf(policy, smallInput()))).toBe('require peer two-person data-owner');
  });

  test('an allow rule never cancels a require rule that it does not name', () => {
    const rules = [
      { id: 'ask', effect: 'require', use: ['peer'], when: 'resource.environment == "prod"' },
      { id: 'free', effect: 'allow', when: 'true', sample: 0 },
    ];
    const policy = smallPolicy({ rules, tests: [allowTest('free')] });
    expect(asks(policy, factsOf(policy, smallInput()))).toBe('require peer');
    expect(asks(policy, factsOf(policy, smallInput({}, { resource: { type: 'x', id: 'y' } })))).toBe('allow');
  });

  test('G14: where nothing matches, the default applies', () => {
    const policy = smallPolicy({ rules: [{ id: 'iam', effect: 'deny', actions: ['iam.*'] }] });
    expect(asks(policy, factsOf(policy, smallInput()))).toBe('require peer');
  });

  test('a shared term is the strictest of those merged', () => {
    const policy = smallPolicy({
      requirements: {
        peer: { slots: [{ group: 'sre' }], deadline: '30m', channels: ['web', 'slack'], grant: { ttl: '5m', uses: 3 } },
        'two-person': {
          slots: [{ group: 'sre' }, { group: 'security' }],
          deadline: '2h',
          notBefore: '5m',
          reason: 'always',
          minAssurance: 'L3',
          channels: ['teams_tab'],
          grant: { ttl: '1h', uses: 2, onExpiry: 'stop' },
        },
      },
      rules: [{ id: 'both', effect: 'require', use: ['peer', 'two-person'] }],
    });
    expect(evaluate(policy, factsOf(policy, smallInput())).requirement).toMatchObject({
      deadlineSeconds: 1800,
      notBeforeSeconds: 300,
      reason: 'always',
      minAssurance: 'L3',
      channels: ['web'],
      grant: { ttlSeconds: 300, uses: 2, log: 'async', onExpiry: 'stop' },
    });
  });
});

describe('G1: what cannot be decided never reads as "no match"', () => {
  const rules = [
    { id: 'bulk', effect: 'require', use: ['data-owner'], when: 'action.properties.rows > 1000' },
    { id: 'free', effect: 'allow', when: 'action.family == "sql" && action.properties.rows < 10', sample: 0 },
  ];
  const tests = [allowTest('free', { action: { name: 'sql.query', properties: { rows: 1 } } })];

  test('a require rule that errors lands in onError, and the record says which and why', () => {
    const policy = smallPolicy({ rules, tests });
    const evaluation = evaluate(policy, factsOf(policy, smallInput()));
    expect(evaluation.effect).toBe('require');
    expect(evaluation.requirement?.requirements.map((one) => one.id)).toEqual(['two-person']);
    expect(evaluation.errors).toEqual([
      { rule: 'bulk', code: 'missing_fact' },
      { rule: 'free', code: 'missing_fact' },
    ]);
  });

  test('with onError: deny it is denied', () => {
    const policy = smallPolicy({ rules, tests, onError: { effect: 'deny' } });
    expect(asks(policy, factsOf(policy, smallInput()))).toBe('deny');
  });

  test('an allow rule that errors is not an allow', () => {
    const policy = smallPolicy({ rules: rules.slice(1), tests });
    expect(asks(policy, factsOf(policy, smallInput()))).toBe('require peer');
    expect(asks(policy, factsOf(policy, smallInput({ rows: 5 })))).toBe('allow');
  });

  test('a risk clause that errors counts its points', () => {
    const policy = smallPolicy({ risk: [{ id: 'many', points: 60, when: 'action.properties.rows > 5' }] });
    const { risk } = evaluate(policy, factsOf(policy, smallInput()));
    expect(risk).toEqual({ score: 60, level: 'high', factors: ['many'], errors: ['many'] });
  });

  test('G6: past 250 ms the deny and require rules that are left count as errored', () => {
    const policy = smallPolicy({
      rules: [
        { id: 'first', effect: 'require', use: ['peer'], when: 'true' },
        { id: 'second', effect: 'deny', when: 'false' },
      ],
    });
    let ticks = 0;
    const clock = () => (ticks++ < 2 ? 0 : 251);
    const evaluation = evaluatePolicy(policy, factsOf(policy, smallInput()), { now, clock });
    expect(evaluation.errors).toEqual([{ rule: 'second', code: 'out_of_time' }]);
    expect(evaluation.requirement?.requirements.map((one) => one.id)).toEqual(['peer', 'two-person']);
  });
});

describe('overrides', () => {
  const policy = smallPolicy({
    rules: [
      { id: 'ask', effect: 'require', use: ['peer'], when: 'true' },
      {
        id: 'bulk',
        effect: 'require',
        use: ['data-owner'],
        when: 'has(action.properties.rows) && action.properties.rows > 5',
      },
      {
        id: 'nightly',
        effect: 'allow',
        overrides: ['ask'],
        expires: '2027-01-31T00:00:00Z',
        sample: 0,
        when: 'agent.id == "agt_1"',
      },
    ],
    tests: [allowTest('nightly', { agent: { id: 'agt_1' } })].map((one) => ({ ...one, expect: { effect: 'allow' } })),
  });
  const facts = factsOf(policy, smallInput());

  test('an override cancels what it names and no more', () => {
    expect(asks(policy, facts)).toBe('allow');
    expect(evaluate(policy, facts).rules[0]).toMatchObject({
      matched: true,
      overriddenBy: 'nightly',
      overriddenUntil: '2027-01-31T00:00:00.000Z',
    });
    expect(asks(policy, factsOf(policy, smallInput({ rows: 6 })))).toBe('require data-owner');
  });

  test('G8: an override stops on the second it expires', () => {
    expect(asks(policy, facts, new Date('2027-01-30T23:59:59.999Z'))).toBe('allow');
    expect(asks(policy, facts, new Date('2027-01-31T00:00:00.000Z'))).toBe('require peer');
  });

  test('an override never lifts an error', () => {
    const erring = smallPolicy({
      rules: [
        { id: 'ask', effect: 'require', use: ['peer'], when: 'action.properties.rows > 5' },
        { id: 'free', effect: 'allow', overrides: ['ask'], expires: '2027-01-31T00:00:00Z', sample: 0, when: 'true' },
      ],
      tests: [{ name: 'free', given: { action: { name: 'x', properties: { rows: 6 } } }, expect: { effect: 'allow' } }],
    });
    expect(asks(erring, factsOf(erring, smallInput()))).toBe('require two-person');
  });
});

test('G7: a shadow rule decides nothing, and what it would have asked is on record', () => {
  const policy = smallPolicy({
    rules: [
      { id: 'soon', mode: 'shadow', effect: 'deny', when: 'true' },
      { id: 'later', mode: 'shadow', effect: 'require', use: ['two-person'], when: 'action.properties.rows > 5' },
    ],
  });
  const evaluation = evaluate(policy, factsOf(policy, smallInput()));
  expect(evaluation.effect).toBe('require');
  expect(evaluation.requirement?.requirements.map((one) => one.id)).toEqual(['peer']);
  expect(evaluation.rules[0]).toMatchObject({ mode: 'shadow', matched: true });
  expect(evaluation.errors).toEqual([{ rule: 'later', code: 'missing_fact' }]);
});

describe('windows', () => {
  const windows = { rowsHour: { sum: 'action.properties.rows', over: '1h' } };
  const bulk = {
    id: 'bulk',
    effect: 'require',
    use: ['two-person'],
    when: 'window.rowsHour + action.properties.rows > 5000',
  };

  test('B11: the part of a large action that crosses the line asks', () => {
    const policy = smallPolicy({ windows, rules: [bulk] });
    const filedAfter = (rowsHour: number) => factsOf(policy, smallInput({ rows: 1000 }, { windows: { rowsHour } }));
    expect(asks(policy, filedAfter(4000))).toBe('require peer');
    expect(asks(policy, filedAfter(4001))).toBe('require two-person');
  });

  test('B11: a window that was not counted is an error, not a zero', () => {
    const policy = smallPolicy({ windows, rules: [bulk] });
    expect(asks(policy, factsOf(policy, smallInput({ rows: 1 })))).toBe('require two-person');
  });

  test('the policy says which counters it needs, so that intake can do without the lock', () => {
    expect(smallPolicy().readsWindows.size).toBe(0);
    expect(smallPolicy({ windows, rules: [{ ...bulk, mode: 'shadow' }] }).readsWindows.size).toBe(0);
    const policy = smallPolicy({ windows, rules: [bulk], risk: [{ id: 'new', points: 5, when: 'window.firstUse' }] });
    expect([...policy.readsWindows].sort()).toEqual(['firstUse', 'rowsHour']);
    expect(policy.sums).toEqual([{ name: 'rowsHour', property: 'action.properties.rows', overSeconds: 3600 }]);
  });
});

test('the evaluation is plain JSON: what is stored is what was said', () => {
  const policy = smallPolicy({ rules: [{ id: 'ask', effect: 'require', use: ['two-person'], when: 'true' }] });
  const evaluation = evaluate(policy, factsOf(policy, smallInput()));
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
});

/** Conditions without has(), so that a gap can only make them unknown. */
const anyCondition = fc.constantFrom(
  'true',
  'false',
  'resource.environment == "prod"',
  'resource.environment != "dev"',
  'action.properties.rows > 5',
  '!(action.properties.rows > 5)',
  'action.properties.rows > 5 && resource.environment == "prod"',
  'action.properties.rows > 5 || "DROP" in action.properties.verbs',
  'action.properties.verbs.exists(v, v == "DROP")',
  'action.properties.verbs.all(v, v == "SELECT") || action.properties.rows < 3',
  'action.properties.command.matches("rm|drop")',
);
const anyUse = fc.subarray(['peer', 'data-owner', 'two-person'], { minLength: 1 });
const strict = fc.oneof(
  fc.record({ effect: fc.constant('deny'), when: anyCondition }),
  fc.record({ effect: fc.constant('require'), use: anyUse, when: anyCondition }),
);
const lax = fc.record({ effect: fc.constant('allow'), sample: fc.constant(0), when: anyCondition });
const numbered = (rules: object[]) => rules.map((rule, index) => ({ id: `r${index}`, ...rule }));
const anyRules = fc.array(fc.oneof(strict, lax), { maxLength: 5 });
const anyOnError = fc.constantFrom({ effect: 'deny' }, { effect: 'require', use: ['two-person'] });
const anyProperties = fc.record(
  {
    rows: fc.integer({ min: 0, max: 10 }),
    verbs: fc.array(fc.constantFrom('DROP', 'SELECT'), { maxLength: 3 }),
    command: fc.constantFrom('rm x', 'ls'),
  },
  { requiredKeys: [] },
);
const anyResource = fc.constantFrom(
  { type: 'database', id: 'prod-1' },
  { type: 'database', id: 'dev-1' },
  { type: 'x', id: 'y' },
);

/** Allow rules in random documents have no tests of their own; the check for them is tested elsewhere. */
function randomPolicy(rules: object[], onError: object): LoadedPolicy {
  const text = JSON.stringify({ ...JSON.parse(smallText), rules: numbered(rules), onError });
  const parsed = parsePolicy(text, { untested: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}
const smallText = JSON.stringify(smallPolicy().document);
const rank = { allow: 0, require: 1, deny: 2 } as const;

describe('(P) never looser', () => {
  const run = { numRuns: 150 };

  test('G2: random facts with random gaps never turn into an allow, nor a deny into anything but onError', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyOnError,
        anyProperties,
        fc.subarray(['rows', 'verbs', 'command']),
        anyResource,
        (rules, onError, properties, gaps, resource) => {
          const policy = randomPolicy(rules, onError);
          const full = { rows: 1, verbs: ['SELECT'], command: 'ls', ...properties };
          const less = Object.fromEntries(Object.entries(full).filter(([name]) => !gaps.includes(name)));
          const before = evaluate(policy, factsOf(policy, smallInput(full, { resource })));
          const after = evaluate(policy, factsOf(policy, smallInput(less, { resource })));
          const least = before.effect === 'deny' && onError.effect === 'require' ? 'require' : before.effect;
          expect(rank[after.effect]).toBeGreaterThanOrEqual(rank[least]);
        },
      ),
      run,
    );
  });

  test('G11: adding a deny rule loosens nothing', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyOnError,
        anyProperties,
        anyResource,
        anyCondition,
        (rules, onError, properties, resource, when) => {
          const [without, with_] = [rules, [...rules, { effect: 'deny', when }]].map((some) => {
            const policy = randomPolicy(some, onError);
            return evaluate(policy, factsOf(policy, smallInput(properties, { resource })));
          });
          expect(rank[with_!.effect]).toBeGreaterThanOrEqual(rank[without!.effect]);
          expect(people(with_!)).toEqual(
            expect.arrayContaining(
              with_!.effect === 'require' && without!.rules.some((rule) => rule.matched) ? people(without!) : [],
            ),
          );
        },
      ),
      run,
    );
  });

  test('G11: adding a require rule loosens nothing that a rule had decided', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyOnError,
        anyProperties,
        anyResource,
        anyCondition,
        anyUse,
        (rules, onError, properties, resource, when, use) => {
          const [without, with_] = [rules, [...rules, { effect: 'require', use, when }]].map((some) => {
            const policy = randomPolicy(some, onError);
            return evaluate(policy, factsOf(policy, smallInput(properties, { resource })));
          });
          const decided = without!.rules.some((rule) => rule.matched || (rule.errored && rule.effect !== 'allow'));
          expect(rank[with_!.effect]).toBeGreaterThanOrEqual(rank[without!.effect]);
          if (decided && with_!.effect === 'require')
            expect(people(with_!)).toEqual(expect.arrayContaining(people(without!)));
        },
      ),
      run,
    );
  });

  test('G11: the order of rules means nothing', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyOnError,
        anyProperties,
        anyResource,
        fc.nat(),
        (rules, onError, properties, resource, turn) => {
          const turned = [
            ...rules.slice(turn % (rules.length || 1)),
            ...rules.slice(0, turn % (rules.length || 1)),
          ].reverse();
          const [a, b] = [rules, turned].map((some) => {
            const policy = randomPolicy(some, onError);
            return evaluate(policy, factsOf(policy, smallInput(properties, { resource })));
          });
          expect(b!.effect).toBe(a!.effect);
          expect([...people(b!)].sort()).toEqual([...people(a!)].sort());
        },
      ),
      run,
    );
  });

  test('G11: a further risk signal never loosens any result', () => {
    const risk = [
      { id: 'signal', points: 40, when: '"leak" in risk.signals' },
      { id: 'any', points: 30, when: 'risk.signals.exists(s, s.startsWith("scan"))' },
    ];
    const riskRules = [
      { effect: 'deny', when: '"emergency" in risk.signals && risk.score > 50' },
      { effect: 'require', use: ['two-person'], when: 'risk.level in ["high", "critical"]' },
      { effect: 'allow', sample: 0, when: 'risk.score < 40 && !("leak" in risk.signals)' },
      { effect: 'allow', sample: 0, when: 'risk.level == "low"' },
    ];
    const policy = parsePolicy(JSON.stringify({ ...JSON.parse(smallText), risk, rules: numbered(riskRules) }), {
      untested: true,
    });
    if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
    const names = ['leak', 'scan-1', 'emergency', 'other'];
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), (before, more) => {
        const [less, added] = [before, [...new Set([...before, ...more])]].map((signals) =>
          evaluate(policy.policy, factsOf(policy.policy, smallInput({}, { signals }))),
        );
        expect(rank[added!.effect]).toBeGreaterThanOrEqual(rank[less!.effect]);
      }),
      run,
    );
  });
});

function people({ requirement }: ReturnType<typeof evaluate>): string[] {
  return requirement?.requirements.map((one) => one.id) ?? [];
}
