import { expect, test } from 'vitest';
import { evaluatePolicy } from './evaluate.ts';
import { whyRules } from './explain.ts';
import { factsOf, smallInput } from './testing/small-input.ts';
import { smallPolicy } from './testing/small-policy.ts';

const now = new Date('2026-11-24T10:00:00Z');

test('each clause stands beside the value of the fact it read, and what was absent says so', () => {
  const policy = smallPolicy({
    rules: [
      {
        id: 'bulk',
        effect: 'require',
        use: ['peer'],
        actions: ['sql.*'],
        when: '"pii" in resource.classes && action.properties.rows > 5',
        message: 'Ask the owner.',
      },
    ],
  });
  const facts = factsOf(policy, smallInput());
  expect(whyRules(evaluatePolicy(policy, facts, { now }), facts)).toEqual([
    {
      id: 'bulk',
      effect: 'require',
      mode: 'active',
      matched: false,
      message: 'Ask the owner.',
      clauses: [
        { text: 'action.name is sql.*', value: 'true', facts: [{ name: 'action.name', value: 'sql.execute' }] },
        { text: '"pii" in resource.classes', value: 'true', facts: [{ name: 'resource.classes', value: '["pii"]' }] },
        {
          text: 'action.properties.rows > 5',
          value: 'unknown',
          facts: [{ name: 'action.properties.rows', value: 'absent' }],
        },
      ],
    },
  ]);
});

test('a value the document calls sensitive is masked in the explanation, the score is not lost', () => {
  const policy = smallPolicy({
    sensitive: ['/action/properties/command'],
    risk: [{ id: 'r', points: 40, when: 'true' }],
    rules: [{ id: 'a', effect: 'require', use: ['peer'], when: 'action.properties.command != "" && risk.score > 30' }],
  });
  const facts = factsOf(policy, smallInput({ command: 'login hunter2' }));
  const [rule] = whyRules(evaluatePolicy(policy, facts, { now }), facts);
  expect(rule?.clauses.map((clause) => clause.facts[0]?.value)).toEqual(['masked, 13 characters', '40']);
  expect(JSON.stringify(rule)).not.toContain('hunter2');
});
