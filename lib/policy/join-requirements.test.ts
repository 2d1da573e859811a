import { expect, test } from 'vitest';
import { joinRequirements } from './join-requirements.ts';
import { parsePolicy } from './load.ts';
import { mergeRequirements } from './merge.ts';
import { smallDocument, smallPolicy } from './testing/small-policy.ts';

const requirements = {
  peer: { slots: [{ group: 'sre' }], deadline: '2h', grant: { ttl: '10m', uses: 3 } },
  'two-person': {
    slots: [{ name: 'operator', group: 'sre' }, { group: 'security' }],
    deadline: '1h',
    minAssurance: 'L3',
    reason: 'always',
    channels: ['teams_tab'],
    notBefore: '5m',
    grant: { ttl: '5m', onExpiry: 'stop' },
    escalate: [{ after: '10m', widen: 'operator', with: 'security' }],
  },
};
const { document } = smallPolicy({ requirements });
const ask = (...ids: string[]) => mergeRequirements(document, ids, 'billing');

test('G4: two joined are what merging them at once would be, whichever comes first', () => {
  expect(joinRequirements(ask('peer'), ask('two-person'))).toEqual(ask('peer', 'two-person'));
  const turned = joinRequirements(ask('two-person'), ask('peer'));
  expect({ ...turned, requirements: [...turned.requirements].reverse() }).toEqual(ask('peer', 'two-person'));
});

test('G4: joined with itself, also after a journey through the database, it is asked for once', () => {
  const both = ask('peer', 'two-person');
  const { requirements, ...rest } = JSON.parse(JSON.stringify(both));
  const stored = {
    ...rest,
    requirements: requirements.map((one: object) => Object.fromEntries(Object.entries(one).reverse())),
  };
  expect(joinRequirements(both, stored)).toEqual(both);
});

test('G4: one of the same name that says something else stands beside the first, with its own steps', () => {
  const changed = parsePolicy(
    smallDocument({
      requirements: {
        ...requirements,
        peer: { slots: [{ group: 'security' }] },
        'two-person': requirements['two-person'],
      },
    }),
  );
  if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
  const now = mergeRequirements(changed.policy.document, ['peer', 'two-person'], 'billing');
  const joined = joinRequirements(ask('peer', 'two-person'), now);
  expect(joined.requirements.map((one) => [one.id, one.slots[0]!.group])).toEqual([
    ['peer', 'sre'],
    ['two-person', 'sre'],
    ['peer@2', 'security'],
  ]);
  expect(joined.escalate).toHaveLength(1);
  expect(joinRequirements(joined, now)).toEqual(joined);
});
