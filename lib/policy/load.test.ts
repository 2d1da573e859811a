import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { installPolicyText } from './install-policy.ts';
import { parsePolicy } from './load.ts';
import { smallDocument } from './testing/small-policy.ts';

const publishing = new Date('2026-11-21T12:00:00Z');
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const sample = read('./testing/prod.yaml');

const codes = (text: string) => {
  const parsed = parsePolicy(text, { publishing });
  return parsed.ok ? ['loaded'] : parsed.problems.map((problem) => problem.code);
};
const codesOf = (pieces: Record<string, unknown>) => codes(smallDocument(pieces));
const allow = { id: 'free', effect: 'allow', when: 'agent.changed', sample: 0 };
const allows = { name: 'free', given: { agent: { changed: true } }, expect: { effect: 'allow' } };

describe('documents that come with the product', () => {
  test.each([
    ['the sample of the documentation', sample],
    ['the demo’s', read('../../prisma/scenarios/policy.yaml')],
    ['the install policy', installPolicyText(['grp:sre', 'grp:security'])],
    ['the install policy of a deployment that names no reviewers', installPolicyText([])],
  ])('%s loads, and its own tests pass', (_name, text) => {
    const parsed = parsePolicy(text, { publishing });
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    expect(parsed.tests.length).toBeGreaterThan(0);
  });

  test('the install policy allows nothing and asks the reviewers it was given', () => {
    const parsed = parsePolicy(installPolicyText(['grp:sre']), { publishing });
    if (!parsed.ok) throw new Error('does not load');
    expect(parsed.policy.rules).toEqual([]);
    expect(parsed.policy.document.groups.reviewers).toEqual({ idp: ['grp:sre'] });
  });

  test('the demo’s policy needs no counter, so its intake takes no counter lock', () => {
    const parsed = parsePolicy(read('../../prisma/scenarios/policy.yaml'));
    expect(parsed.ok && parsed.policy.readsWindows.size).toBe(0);
  });
});

describe('G5: a document is refused for', () => {
  test.each([
    ['an alias', `${sample}\nx: &a 1\ny: *a\n`, 'yaml_alias'],
    ['an anchor', sample.replace('name: prod', 'name: &name prod'), 'yaml_alias'],
    ['a tag', sample.replace('name: prod', 'name: !!str prod'), 'yaml_tag'],
    ['a custom tag', sample.replace('name: prod', 'name: !secret prod'), 'yaml_tag'],
    ['a duplicate key', `${sample}\nname: other\n`, 'yaml_duplicate_key'],
    [
      'a duplicate key deep inside',
      sample.replace('{id: production,', '{id: production, id: production2,'),
      'yaml_duplicate_key',
    ],
    ['a key that is not text', `${sample}\n1: x\n`, 'yaml_key'],
    ['__proto__', `${sample}\n__proto__: {rules: []}\n`, 'yaml_key'],
    ['a second document', `${sample}\n---\n{}\n`, 'yaml_invalid'],
    ['text that is no YAML', 'a: [1', 'yaml_invalid'],
    ['a list instead of a map', '[]', 'yaml_invalid'],
    ['more than 256 KB', `${sample}\n#${'x'.repeat(256 * 1024)}`, 'too_large'],
    ['an unknown key', `${sample}\nrule: []\n`, 'shape'],
    [
      'a default of allow',
      sample.replace('default:    {effect: require, use: [peer]}', 'default: {effect: allow}'),
      'shape',
    ],
    [
      'an onError of allow',
      sample.replace('onError:    {effect: require, use: [two-person]}', 'onError: {effect: allow}'),
      'shape',
    ],
    ['a time zone nobody knows', sample.replace('Europe/Paris', 'Europe/Pariss'), 'unknown_timezone'],
    [
      'a failing test',
      sample.replace('expect: {effect: allow, rules: [dev-free]}', 'expect: {effect: deny}'),
      'test_failed',
    ],
  ])('%s', (_what, text, code) => {
    expect(codes(text)).toContain(code);
  });

  test.each([
    [
      'a duplicate rule id',
      {
        rules: [
          { id: 'a', effect: 'deny' },
          { id: 'a', effect: 'deny' },
        ],
      },
      'duplicate_id',
    ],
    ['an unknown requirement', { rules: [{ id: 'a', effect: 'require', use: ['nobody'] }] }, 'unknown_requirement'],
    ['an unknown requirement in default', { default: { effect: 'require', use: ['nobody'] } }, 'unknown_requirement'],
    [
      'an unknown group',
      { requirements: { peer: { slots: [{ group: 'x' }] }, 'two-person': { slots: [{ group: 'sre' }] } } },
      'unknown_group',
    ],
    [
      'an unknown calendar',
      {
        requirements: {
          peer: { slots: [{ group: 'sre' }], within: ['x'] },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'unknown_calendar',
    ],
    [
      'a slot widened that is not there',
      {
        requirements: {
          peer: { slots: [{ group: 'sre' }], escalate: [{ after: '5m', widen: 'x', with: 'sre' }] },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'unknown_slot',
    ],
    ['a person named by address', { groups: { sre: { people: ['sam@example.com'] } } }, 'unknown_person'],
    [
      'a template of the caller’s words',
      { groups: { sre: { idp: ['grp:{resource.id}'] }, security: { idp: ['x'] }, 'data-owner': { idp: ['y'] } } },
      'unknown_template',
    ],
    [
      'a condition that is not bool',
      { rules: [{ id: 'a', effect: 'deny', when: 'action.properties.rows' }] },
      'not_bool',
    ],
    [
      'a misspelt path inside has()',
      { rules: [{ id: 'a', effect: 'deny', when: '!has(action.properties.row)' }] },
      'unknown_fact',
    ],
    [
      'a pattern that is not written out',
      { rules: [{ id: 'a', effect: 'deny', when: 'action.properties.command.matches(resource.id)' }] },
      'pattern_not_literal',
    ],
    [
      'a pattern that costs too much',
      { rules: [{ id: 'a', effect: 'deny', when: 'action.properties.command.matches("(?:.{0,40}a){0,20}")' }] },
      'too_costly',
    ],
    [
      'a function outside the language',
      { rules: [{ id: 'a', effect: 'deny', when: 'string(action.properties.rows) == "1"' }] },
      'not_in_language',
    ],
    [
      'conditions that together cost too much',
      {
        rules: Array.from({ length: 9 }, (_, i) => ({
          id: `a${i}`,
          effect: 'deny',
          when: 'action.properties.command.matches("(?i)abcdefghijkl")',
        })),
      },
      'too_costly',
    ],
    [
      'an override without expiry',
      {
        rules: [
          { id: 'a', effect: 'require', use: ['peer'] },
          { ...allow, overrides: ['a'] },
        ],
        tests: [allows],
      },
      'override_without_expiry',
    ],
    [
      'an override of more than 90 days',
      {
        rules: [
          { id: 'a', effect: 'require', use: ['peer'] },
          { ...allow, overrides: ['a'], expires: '2027-02-20T00:00:00Z' },
        ],
        tests: [allows],
      },
      'override_too_long',
    ],
    [
      'an override of a deny rule',
      {
        rules: [
          { id: 'a', effect: 'deny', when: 'false' },
          { ...allow, overrides: ['a'], expires: '2027-01-01T00:00:00Z' },
        ],
        tests: [allows],
      },
      'override_not_require',
    ],
    [
      'an override of nothing',
      { rules: [{ ...allow, overrides: ['a'], expires: '2027-01-01T00:00:00Z' }], tests: [allows] },
      'unknown_rule',
    ],
    ['an allow without a test', { rules: [allow] }, 'allow_without_test'],
    [
      'an allow without sample',
      { rules: [{ id: 'free', effect: 'allow', when: 'agent.changed' }], tests: [allows] },
      'allow_without_sample',
    ],
    [
      'an allow that reads what the agent claims',
      { rules: [{ ...allow, when: 'claimed.rows < 5' }] },
      'allow_reads_claimed',
    ],
    [
      'an allow that reads a score made of claims',
      { risk: [{ id: 'r', points: 50, when: 'claimed.rows > 5' }], rules: [{ ...allow, when: 'risk.score < 40' }] },
      'allow_reads_claimed',
    ],
    ['an allow that more risk could bring', { rules: [{ ...allow, when: 'risk.score > 40' }] }, 'risk_direction'],
    [
      'an allow that a signal could bring',
      { rules: [{ ...allow, when: '"reviewed" in risk.signals' }] },
      'risk_direction',
    ],
    [
      'a deny that a signal could lift',
      { rules: [{ id: 'a', effect: 'deny', when: '!("reviewed" in risk.signals)' }] },
      'risk_direction',
    ],
    [
      'a risk clause that reads the score',
      { risk: [{ id: 'r', points: 5, when: 'risk.score > 5' }] },
      'risk_reads_risk',
    ],
    [
      'a channel that cannot reach the level',
      {
        requirements: {
          peer: { slots: [{ group: 'sre' }], minAssurance: 'L3', channels: ['slack'] },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'channel_below_assurance',
    ],
    [
      'calendars that are never open together',
      {
        calendars: {
          week: { days: ['mon'], from: '08:00', to: '09:00' },
          end: { days: ['sun'], from: '08:00', to: '09:00' },
        },
        requirements: {
          peer: { slots: [{ group: 'sre' }], within: ['week', 'end'] },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'never_open',
    ],
    [
      'a strict grant, which nothing backs yet',
      {
        requirements: {
          peer: { slots: [{ group: 'sre' }], grant: { log: 'strict' } },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'not_available',
    ],
    ['a declared name that every object answers to', { properties: { action: { constructor: 'string' } } }, 'shape'],
    [
      'a window over something that is no number',
      { windows: { w: { sum: 'action.properties.command', over: '1h' } } },
      'unknown_fact',
    ],
    [
      'a test over a fact that does not exist',
      { tests: [{ name: 't', given: { agent: { nice: true } }, expect: { effect: 'require' } }] },
      'test_failed',
    ],
    [
      'too many slots',
      {
        requirements: {
          peer: { slots: Array.from({ length: 9 }, () => ({ group: 'sre' })) },
          'two-person': { slots: [{ group: 'sre' }] },
        },
      },
      'shape',
    ],
    [
      '501 rules',
      { rules: Array.from({ length: 501 }, (_, i) => ({ id: `a${i}`, effect: 'deny', when: 'false' })) },
      'shape',
    ],
  ])('%s', (_what, pieces, code) => {
    expect(codesOf(pieces)).toContain(code);
  });

  test('nothing: the document these are variations of loads', () => {
    expect(codesOf({})).toEqual(['loaded']);
  });
});

describe('a finding', () => {
  test('names its rule and points at the character in the condition', () => {
    const text = sample.replace(`'agent.trust == "untrusted"'`, `'agent.changed && agent.trus == "untrusted"'`);
    const parsed = parsePolicy(text, { publishing });
    const line = text.split('\n').findIndex((one) => one.includes('agent.trus ==')) + 1;
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ rule: 'probation', code: 'unknown_fact', line }]);
    const column = text.split('\n')[line - 1]!.indexOf('agent.trus') + 1;
    expect(!parsed.ok && parsed.problems[0]?.column).toBe(column);
  });

  test('about what is not effective yet is a warning, never silence', () => {
    const parsed = parsePolicy(sample, { publishing });
    const about = parsed.ok
      ? parsed.policy.warnings.filter((one) => one.code === 'not_effective').map((one) => one.rule ?? '')
      : [];
    expect(about).toEqual(expect.arrayContaining(['peer', 'policy-change', 'two-person', 'nightly']));
  });

  test.each([
    [
      'has_falls_silent',
      { id: 'a', effect: 'deny', when: 'has(action.properties.rows) && action.properties.rows > 5' },
    ],
    ['unknown_passes', { id: 'a', effect: 'deny', when: 'resource.environment == "prod"' }],
    ['rule_without_test', { id: 'a', effect: 'deny', when: 'agent.changed' }],
  ])('%s is said and stops nothing', (code, rule) => {
    const parsed = parsePolicy(smallDocument({ rules: [rule] }), { publishing });
    expect(parsed.ok && parsed.policy.warnings.map((one) => one.code)).toContain(code);
  });

  test('about an allow rule on absence or on a mere description is said', () => {
    const rule = { ...allow, when: '!has(action.properties.rows)' };
    const parsed = parsePolicy(smallDocument({ rules: [rule], tests: [{ ...allows, given: {} }] }), { publishing });
    expect(parsed.ok && parsed.policy.warnings.map((one) => one.code)).toEqual(
      expect.arrayContaining(['allow_on_absence', 'allow_described']),
    );
  });
});

describe('the digest', () => {
  test('is that of the content: comments, order and layout do not change it, a word does', () => {
    const digest = (text: string) => {
      const parsed = parsePolicy(text, { publishing });
      return parsed.ok ? parsed.policy.digest : undefined;
    };
    const value = parse(sample) as Record<string, unknown>;
    const turned = JSON.stringify(Object.fromEntries(Object.entries(value).reverse()));
    expect(digest(sample)).toMatch(/^[\w-]{43}$/);
    expect(digest(turned)).toBe(digest(sample));
    expect(digest(sample.replace('deadline: 4h', 'deadline: 5h'))).not.toBe(digest(sample));
  });
});

test('a version in force keeps loading when its overrides and calendars are over', () => {
  expect(parsePolicy(sample).ok).toBe(true);
  expect(parsePolicy(sample, { publishing: new Date('2030-01-01T00:00:00Z') }).ok).toBe(true);
  const frozen = smallDocument({
    calendars: { freeze: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } },
    requirements: {
      peer: { slots: [{ group: 'sre' }], within: ['freeze'] },
      'two-person': { slots: [{ group: 'sre' }] },
    },
  });
  expect(parsePolicy(frozen).ok).toBe(true);
  expect(codes(frozen)).toEqual(['never_open']);
});
