import { expect, test } from 'vitest';
import { type RecordedApproval, unmet } from './compare.ts';
import { evaluatePolicy } from './evaluate.ts';
import { factsOf, smallInput } from './testing/small-input.ts';
import { smallPolicy } from './testing/small-policy.ts';

const requirementOf = (use: string[], requirements?: object) => {
  const policy = smallPolicy({ default: { effect: 'require', use }, ...(requirements ? { requirements } : {}) });
  return evaluatePolicy(policy, factsOf(policy, smallInput()), { now: new Date() }).requirement!;
};

const approval = (personId: string, group: string, rest: Partial<RecordedApproval> = {}): RecordedApproval => ({
  personId,
  groups: [group],
  assurance: 'L2',
  channel: 'web',
  ...rest,
});
const dana = approval('usr_dana', 'grp:sre');
const sam = approval('usr_sam', 'grp:security');

test('G4: a changed policy that the approvals on record still satisfy stops nobody', () => {
  expect(unmet(requirementOf(['peer']), [dana])).toBeNull();
  expect(unmet(requirementOf(['peer', 'two-person']), [dana, sam])).toBeNull();
});

test('G4: a stricter policy leaves only its own gap open', () => {
  expect(unmet(requirementOf(['peer', 'two-person']), [dana])?.open.map((unit) => unit.id)).toEqual(['two-person.2']);
});

test('an approve below the level asked for now, or without the reason it needs now, does not count', () => {
  const slots = [{ group: 'sre' }];
  const peers = (rest: object) => requirementOf(['peer'], { peer: { slots, ...rest }, 'two-person': { slots } });
  expect(unmet(peers({ minAssurance: 'L3' }), [dana])?.open).toHaveLength(1);
  expect(unmet(peers({ minAssurance: 'L3' }), [{ ...dana, assurance: 'L3' }])).toBeNull();
  expect(unmet(peers({ reason: 'always' }), [{ ...dana, reason: '  ' }])?.open).toHaveLength(1);
  expect(unmet(peers({ channels: ['web'] }), [{ ...dana, channel: 'slack' }])?.open).toHaveLength(1);
});
