import { describe, expect, test } from 'vitest';
import { establishFacts } from './establish-facts.ts';
import { evaluatePolicy } from './evaluate.ts';
import { factsOf, smallInput } from './testing/small-input.ts';
import { smallPolicy } from './testing/small-policy.ts';

const policy = smallPolicy({
  properties: {
    action: { rows: 'int', ratio: 'double', ok: 'bool', verbs: 'list<string>', command: 'string' },
    context: { change: 'string' },
  },
  calendars: { office: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '19:00' } },
  timezone: 'Europe/Paris',
  rules: [{ id: 'rows', effect: 'require', use: ['two-person'], when: 'action.properties.rows > 1000' }],
});

describe('G10: what a caller sends under our names moves nothing', () => {
  test('environment, owner, classes and observed come from the catalogue and the door', () => {
    const liar = {
      type: 'database',
      id: 'prod-1',
      properties: { environment: 'dev', owner: 'mallory', classes: [], known: true },
    };
    const facts = factsOf(
      policy,
      smallInput({ environment: 'dev', observed: true }, { resource: liar, context: { observed: true } }),
    );
    expect(facts.resource).toMatchObject({ environment: 'prod', owner: 'billing', classes: ['pii'], known: true });
    expect(facts.context.observed).toBe(false);
    expect(facts.action.properties).toEqual({});
  });

  test('who may approve follows the catalogue’s owner, whatever the caller says', () => {
    const asks = smallPolicy({ default: { effect: 'require', use: ['data-owner'] } });
    const liar = { type: 'database', id: 'prod-1', properties: { owner: 'mallory' } };
    const { requirement } = evaluatePolicy(asks, factsOf(asks, smallInput({}, { resource: liar })), {
      now: new Date(),
    });
    expect(requirement?.requirements[0]?.slots[0]?.groups).toEqual([
      { name: 'data-owner', idp: ['grp:data-billing'], people: [] },
    ]);
  });
});

test('G14: a resource the catalogue does not know is unknown, not empty', () => {
  const facts = factsOf(policy, smallInput({}, { resource: { type: 'queue', id: 'x' } }));
  expect(facts.resource).toMatchObject({ environment: 'unknown', owner: 'none', classes: [], known: false });
});

describe('G9: a property of another type is refused, never converted', () => {
  test.each([
    ['rows', '5000'],
    ['rows', null],
    ['rows', 1.5],
    ['rows', [5000]],
    ['ratio', '0.5'],
    ['ok', 'true'],
    ['verbs', 'DELETE'],
    ['verbs', ['DELETE', 1]],
    ['command', { sh: 1 }],
  ])('%s: %j', (name, value) => {
    expect(establishFacts(policy, smallInput({ [name]: value }))).toEqual({
      ok: false,
      problems: [{ pointer: `/action/properties/${name}`, code: 'invalid_field', detail: expect.any(String) }],
    });
  });

  test('a member of the context is named where it stands', () => {
    const result = establishFacts(policy, smallInput({}, { context: { change: 7 } }));
    expect(result).toMatchObject({ ok: false, problems: [{ pointer: '/context/change' }] });
  });

  test('what no document declares is nobody’s business, and absent stays absent', () => {
    const facts = factsOf(policy, smallInput({ anything: { at: ['all'] } }));
    expect(facts.action.properties).toEqual({});
    expect('groups' in facts.subject).toBe(false);
    expect('team' in facts.agent).toBe(false);
  });

  test('C8: a property called __proto__ or constructor is plain data that no fact reads', () => {
    const hostile = JSON.parse('{"__proto__": {"rows": 1}, "constructor": 5}');
    expect(factsOf(policy, smallInput(hostile)).action.properties).toEqual({});
  });
});

describe('G6: a value over the limits', () => {
  test.each([
    [{ command: 'x'.repeat(8193) }, ['action.properties.command']],
    [{ command: 'x'.repeat(8192) }, []],
    [{ verbs: Array.from({ length: 201 }, () => 'v') }, ['action.properties.verbs']],
    [{ verbs: ['v'.repeat(257)] }, ['action.properties.verbs']],
  ])('is kept whole and marked, case %#', (properties, errored) => {
    const facts = factsOf(policy, smallInput(properties));
    expect(facts.errored).toEqual(errored);
    expect(facts.action.properties).toEqual(properties);
  });

  test('errors the rules that read it, and no other', () => {
    const two = smallPolicy({
      rules: [
        { id: 'reads', effect: 'deny', when: 'action.properties.command == "x"' },
        { id: 'other', effect: 'require', use: ['peer'], when: 'resource.environment == "prod"' },
      ],
    });
    const long = factsOf(two, smallInput({ command: 'x'.repeat(9000) }));
    const evaluation = evaluatePolicy(two, long, { now: new Date() });
    expect(evaluation.errors).toEqual([{ rule: 'reads', code: 'over_limit' }]);
    expect(evaluation.requirement?.requirements.map((one) => one.id)).toEqual(['peer', 'two-person']);
  });
});

test('E5: hour, weekday, date and calendars are those of the document’s zone', () => {
  const facts = factsOf(policy, smallInput({}, { now: new Date('2026-07-05T22:30:00Z') }));
  expect(facts.now).toEqual({ hour: 0, weekday: 1, date: '2026-07-06' });
  expect(facts.calendar).toEqual({ office: false });
});
