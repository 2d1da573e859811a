import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../facts.ts';
import { compile } from './compile.ts';
import { createEngine } from './engine.ts';
import { establishedFacts, type FactType } from './schema.ts';

const schema = new Map<string, FactType>([
  ...establishedFacts,
  ['action.properties.rows', 'int'],
  ['action.properties.ratio', 'double'],
  ['action.properties.verbs', 'list<string>'],
  ['action.properties.sizes', 'list<int>'],
  ['action.properties.reversible', 'bool'],
  ['action.properties.command', 'string'],
  ['action.properties.other', 'string'],
]);

const facts = (properties: Facts['action']['properties'] = {}, rest: Partial<Facts> = {}): Facts => ({
  subject: { type: 'user', id: 'ann', proof: 'token' },
  agent: { id: 'agt_1', owner: 'usr_1', trust: 'standard', tags: [], ageDays: 3, changed: false },
  action: { name: 'sql.execute', family: 'sql', bytes: 100, properties },
  resource: {
    type: 'database',
    id: 'shop',
    environment: 'prod',
    owner: 'billing',
    classes: ['pii'],
    known: true,
    properties: {},
  },
  context: { observed: false, door: 'rest', executor: 'exe_1', grade: 'cooperative', revision: 1, properties: {} },
  window: {},
  now: { hour: 10, weekday: 2, date: '2026-01-06' },
  calendar: {},
  risk: { signals: [] },
  claimed: {},
  errored: [],
  ...rest,
});

const engine = createEngine(schema);

function answer(source: string, given: Facts = facts()): boolean | string {
  const result = compile(source, engine);
  if (!result.ok) throw result.error;
  const value = result.condition.evaluate(engine.binder(schema.keys()).bind(given));
  return value.value === 'unknown' ? `unknown: ${value.code}` : value.value;
}

function refusal(source: string): string {
  const result = compile(source, engine);
  return result.ok ? 'accepted' : result.error.code;
}

describe('what a condition may say', () => {
  test.each([
    ['action.properties.rows > 1000', { rows: 1001 }, true],
    ['action.properties.ratio > 0.5', { ratio: 0.4 }, false],
    ['action.properties.verbs.exists(v, v in ["DELETE", "DROP"])', { verbs: ['SELECT', 'DROP'] }, true],
    ['action.properties.verbs.all(v, v == "SELECT")', { verbs: ['SELECT'] }, true],
    ['action.properties.verbs.exists_one(v, v.startsWith("D"))', { verbs: ['DELETE', 'DROP'] }, false],
    ['size(action.properties.verbs.filter(v, v.endsWith("E"))) == 1', { verbs: ['DELETE', 'DROP'] }, true],
    ['action.properties.verbs.map(v, v.lowerAscii())[0] == "drop"', { verbs: ['DROP'] }, true],
    ['action.properties.sizes.exists(s, s * 2 > 10)', { sizes: [1, 6] }, true],
    ['(action.properties.rows + 1) * 2 == 10', { rows: 4 }, true],
    ['action.properties.rows - (action.properties.rows - 3) == 3', { rows: 9 }, true],
    ['(action.properties.reversible ? 1 : 2) == 2', { reversible: false }, true],
    ['action.properties.command.matches("(?i)curl[^|]*\\\\|\\\\s*(ba)?sh")', { command: 'CURL x | sh' }, true],
    ['(action.properties.command).matches("^a|b$") && (resource.id) == ("shop")', { command: 'xb' }, true],
    ['!(has(action.properties.rows) && action.properties.rows > 5)', {}, true],
    ['"pii" in resource.classes && resource.environment != "dev"', {}, true],
    ['resource.id == "a // b" || resource.id == "shop"', {}, true],
    ['action.properties.command.lowerAscii() == "İk"', { command: 'İK' }, true],
  ])('%s', (source, properties, expected) => {
    expect(answer(source, facts(properties as Facts['action']['properties']))).toBe(expected);
  });
});

describe('G5: refused before anything is published', () => {
  test.each([
    ['resource.enviroment == "prod"', 'unknown_fact'],
    ['has(action.properties.row)', 'unknown_fact'],
    ['has(action.propertes.rows)', 'unknown_fact'],
    ['has(action.properties)', 'unknown_fact'],
    ['has(resource.classes[0])', 'unknown_fact'],
    ['nothing == "x"', 'unknown_fact'],
    ['resource == resource', 'unknown_fact'],
    ['action["name"] == "x"', 'unknown_fact'],
    ['action.properties.rows', 'not_bool'],
    ['"yes"', 'not_bool'],
    ['action.properties.rows > "5"', 'no_such_overload'],
    ['action.properties.rows && true', 'not_bool'],
    ['action.properties.command.matches(resource.id)', 'pattern_not_literal'],
    ['action.properties.command.matches("a" + "b")', 'pattern_not_literal'],
    ['action.properties.command.matches("(a")', 'pattern_invalid'],
    ['action.properties.command.matches("(?=a)")', 'pattern_invalid'],
    ['action.properties.command.matches("(?:.{0,40}a){0,20}")', 'too_costly'],
    ['action.properties.verbs.all(v, v.matches("(a+)+(b+)+$"))', 'too_costly'],
    ['action.properties.verbs.all(a, action.properties.verbs.all(b, a + b != ""))', 'too_costly'],
    ['action.properties.verbs.all(a, action.properties.verbs.all(b, (a + b).matches("x")))', 'too_costly'],
    [
      'action.properties.verbs.all(a, action.properties.verbs.all(b, action.properties.verbs.all(c, a == c)))',
      'too_complex',
    ],
    ['size(action.properties.verbs + action.properties.verbs) > 1', 'not_in_language'],
    ['size(["a"] + ["b"]) > 1', 'not_in_language'],
    ['dyn(1) == 1', 'not_in_language'],
    ['type(1) == int', 'not_in_language'],
    ['cel.bind(x, 1, x == 1)', 'not_in_language'],
    ['"a,b".split(",").size() == 2', 'not_in_language'],
    ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', 'not_in_language'],
    ['{"a": 1}.a == 1', 'too_complex'],
    ['resource.id == null', 'not_in_language'],
    ['b"x" == b"x"', 'not_in_language'],
    ['1u == 1u', 'not_in_language'],
    ['action.properties.verbs.exists(_v, _v == "x")', 'not_in_language'],
    ['action.properties.verbs.exists(resource, resource == "x")', 'not_in_language'],
    ['__proto__ == 1', 'reserved_identifier'],
    ['action.constructor == "x"', 'unknown_fact'],
    ['true // because', 'not_in_language'],
    ['resource.id == "x" &&', 'unexpected_token'],
    [`${'('.repeat(30)}true${')'.repeat(30)}`, 'too_complex'],
    [`${Array.from({ length: 300 }, () => 'agent.changed').join(' || ')}`, 'too_complex'],
    [`resource.id in [${Array.from({ length: 201 }, (_, i) => `"${i}"`).join(', ')}]`, 'too_complex'],
    [`${'!'.repeat(3990)}true`, 'too_complex'],
    [`"${'x'.repeat(4000)}" == "y"`, 'too_complex'],
  ])('%s', (source, code) => {
    expect(refusal(source)).toBe(code);
  });

  test('a misspelt fact is named with the one that was probably meant', () => {
    const result = compile('resource.enviroment == "prod"', engine);
    expect(result.ok ? '' : result.error.detail).toContain('did you mean "resource.environment"?');
  });

  test('a finding in the second clause points into the second clause', () => {
    const result = compile('agent.changed && action.properties.rows > "5"', engine);
    expect(result.ok ? -1 : result.error.at).toBeGreaterThanOrEqual(17);
  });
});

describe('three-valued logic', () => {
  test('G2: a missing fact that cannot change the answer is harmless', () => {
    expect(answer('resource.environment == "dev" && action.properties.rows > 5')).toBe(false);
    expect(answer('action.properties.rows > 5 && resource.environment == "dev"')).toBe(false);
    expect(answer('action.properties.rows > 5 || resource.environment == "prod"')).toBe(true);
    expect(answer('!(action.properties.rows > 5 || resource.environment == "prod")')).toBe(false);
  });

  test('G2: a missing fact that could change it makes it unknown, never false', () => {
    expect(answer('resource.environment == "prod" && action.properties.rows > 5')).toBe('unknown: missing_fact');
    expect(answer('!(action.properties.rows > 5)')).toBe('unknown: missing_fact');
    expect(answer('!(agent.changed || action.properties.rows > 5)')).toBe('unknown: missing_fact');
    expect(answer('action.properties.verbs.exists(v, v == resource.id)')).toBe('unknown: missing_fact');
  });

  test('G9: a property left out is absent, and absent is not empty, zero or false', () => {
    expect(answer('action.properties.command == ""')).toBe('unknown: missing_fact');
    expect(answer('has(action.properties.command)')).toBe(false);
    expect(answer('has(action.properties.command)', facts({ command: '' }))).toBe(true);
  });

  test('G6: a value over the limits errors wherever it is read, inside has() too', () => {
    const long = facts({ command: 'x'.repeat(8193), rows: 5 }, { errored: ['action.properties.command'] });
    expect(answer('action.properties.command == "x"', long)).toBe('unknown: over_limit');
    expect(answer('has(action.properties.command)', long)).toBe('unknown: over_limit');
    expect(answer('agent.changed ? true : action.properties.command == "x"', long)).toBe('unknown: over_limit');
    expect(answer('action.properties.rows == 5', long)).toBe(true);
  });

  test('arithmetic that overflows or divides by nothing is unknown', () => {
    expect(answer('1 / (action.properties.rows - 5) > 0', facts({ rows: 5 }))).toBe('unknown: division_by_zero');
    expect(answer('action.properties.verbs[3] == "x"', facts({ verbs: [] }))).toMatch(/^unknown/);
    expect(answer('9223372036854775807 + action.properties.rows > 0', facts({ rows: 5 }))).toMatch(/^unknown/);
  });
});

describe('explanation', () => {
  test('each clause between the outer && and || has its own value and names the facts it read', () => {
    const source = 'resource.environment != "dev" &&\n  (action.properties.rows > 5 || agent.changed)';
    const result = compile(source, engine);
    if (!result.ok) throw result.error;
    const { clauses } = result.condition.evaluate(engine.binder(schema.keys()).bind(facts()));
    expect(clauses).toEqual([
      { text: 'resource.environment != "dev"', value: 'true', facts: ['resource.environment'] },
      { text: 'action.properties.rows > 5', value: 'unknown', facts: ['action.properties.rows'] },
      { text: 'agent.changed', value: 'false', facts: ['agent.changed'] },
    ]);
    for (const clause of result.condition.clauses) expect(source.slice(clause.start, clause.end)).toBe(clause.text);
  });
});

describe('G6: hostile values', () => {
  test.each([
    'action.properties.command.matches("^(a+)+$")',
    'action.properties.command.matches("(a|aa)*b.*(c|cc)*d")',
    'action.properties.verbs.all(v, v.matches("a"))',
    'action.properties.verbs.all(a, action.properties.verbs.all(b, a != "b"))',
    'action.properties.command.contains(action.properties.other)',
    'action.properties.verbs.all(a, action.properties.verbs.exists(b, a == b))',
  ])('%s answers within 250 ms on the worst text it can meet', (source) => {
    const result = compile(source, engine);
    if (!result.ok) throw result.error;
    const given = facts({
      command: `${'a'.repeat(8191)}!`,
      other: `${'a'.repeat(4000)}b`,
      verbs: Array.from({ length: 200 }, (_, index) => `${'a'.repeat(255)}${String.fromCharCode(65 + (index % 50))}`),
    });
    const bound = engine.binder(schema.keys()).bind(given);
    const before = performance.now();
    expect(result.condition.evaluate(bound).value).not.toBe('unknown');
    expect(performance.now() - before).toBeLessThan(250);
  });

  test('(P) every pattern that is admitted answers within 250 ms on the longest text', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[^|]',
      '(a|b)',
      '(?:a|aa)',
      '\\\\b',
      '\\\\s',
      '(a+)',
      '(?:a.)',
      '$',
      '^',
    );
    const repeat = fc.constantFrom('', '*', '+', '?', '{2}', '{0,9}');
    const parts = fc.array(fc.tuple(piece, repeat), { minLength: 1, maxLength: 8 });
    const worst = ['a'.repeat(8192), `${'a'.repeat(8191)}!`, 'ab|'.repeat(2730), 'a '.repeat(4096)];
    fc.assert(
      fc.property(parts, fc.constantFrom(...worst), (pieces, command) => {
        const text = pieces.map(([one, times]) => one + times).join('');
        const result = compile(`action.properties.command.matches("${text}")`, engine);
        if (!result.ok) return;
        const bound = engine.binder(schema.keys()).bind(facts({ command }));
        const before = performance.now();
        result.condition.evaluate(bound);
        expect(performance.now() - before).toBeLessThan(250);
      }),
      { numRuns: 100 },
    );
  });
});
