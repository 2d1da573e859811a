import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couldCover, isDenied, type Member, mayFill, progress, seat, turn } from './matching.ts';
import { defaultGrantTerms, type MergedRequirement, type Requirement, type Slot } from './requirement.ts';

const slot = (id: string, groups: string[], count = 1): Slot => ({
  id,
  group: groups[0] ?? 'none',
  count,
  groups: groups.map((name) => ({ name, idp: [`grp:${name}`], people: [] })),
});

const merged = (...requirements: Requirement[]): MergedRequirement => ({
  requirements,
  deadlineSeconds: 3600,
  escalate: [],
  notBeforeSeconds: 0,
  within: [],
  reason: 'on-deny',
  minAssurance: 'L1',
  channels: ['web'],
  grant: defaultGrantTerms,
});

const requirement = (slots: Slot[], rest: Partial<Requirement> = {}): Requirement => ({
  id: 'two-person',
  slots,
  order: 'any',
  deny: 1,
  ...rest,
});

const person = (personId: string, ...groups: string[]): Member => ({ personId, groups: groups.map((g) => `grp:${g}`) });

const twoPerson = merged(requirement([slot('operator', ['sre']), slot('guardian', ['security'])]));
const ann = person('usr_ann', 'sre', 'security');
const bob = person('usr_bob', 'sre');
const sam = person('usr_sam', 'security');

describe('two people are two people', () => {
  test('A7: one person in both groups leaves a two-group requirement pending', () => {
    expect(progress(twoPerson, [ann]).met).toBe(false);
  });

  test('A7: two people of one group leave a two-group requirement pending', () => {
    expect(progress(twoPerson, [bob, person('usr_bea', 'sre')]).met).toBe(false);
  });

  test('A5: the same person approving twice fills one slot', () => {
    expect(progress(twoPerson, [ann, ann]).slots.filter((unit) => unit.filledBy)).toHaveLength(1);
  });

  test('A8: who could fill either slot is re-seated when somebody comes who can fill only one', () => {
    for (const approvals of [
      [ann, bob],
      [bob, ann],
    ]) {
      expect(progress(twoPerson, approvals)).toEqual({
        met: true,
        slots: [
          expect.objectContaining({ id: 'two-person.operator', filledBy: 'usr_bob' }),
          expect.objectContaining({ id: 'two-person.guardian', filledBy: 'usr_ann' }),
        ],
      });
    }
  });

  test('a slot that asks for two of a group takes two different people', () => {
    const pair = merged(requirement([slot('1', ['sre'], 2)]));
    expect(progress(pair, [bob]).met).toBe(false);
    expect(progress(pair, [bob, ann])).toMatchObject({
      met: true,
      slots: [{ id: 'two-person.1.1' }, { id: 'two-person.1.2' }],
    });
  });

  test('a person named by id fills the slot without any group, and nobody of the same name does', () => {
    const named = slot('1', ['sre']);
    const byId: Slot = { ...named, groups: [{ name: 'sre', idp: [], people: ['usr_ann'] }] };
    expect(mayFill(byId, person('usr_ann'))).toBe(true);
    expect(mayFill(byId, person('usr_ann2'))).toBe(false);
  });
});

describe('A10: a sequence', () => {
  const sequence = merged(requirement([slot('first', ['sre']), slot('second', ['security'])], { order: 'sequential' }));

  test('a later slot’s reviewer who approves first is not in turn, and no slot is used up', () => {
    expect(turn(sequence, [], sam)).toBe('not_your_turn');
    expect(progress(sequence, [sam]).slots.every((unit) => unit.filledBy === undefined)).toBe(true);
  });

  test('in turn, both count', () => {
    expect(turn(sequence, [], bob)).toBe('counts');
    expect(turn(sequence, [bob], sam)).toBe('counts');
    expect(progress(sequence, [bob, sam]).met).toBe(true);
  });

  test('the first approver moves on to the second slot when somebody else can only fill the first', () => {
    expect(turn(sequence, [ann], bob)).toBe('counts');
    expect(progress(sequence, [ann, bob]).met).toBe(true);
  });

  test('D2: when the first approver left the group since, only the first slot is open again', () => {
    const left = { personId: 'usr_bob', groups: [], groupsThen: ['grp:sre'] };
    expect(progress(sequence, [left, sam]).slots.map((unit) => unit.filledBy)).toEqual([undefined, 'usr_sam']);
  });
});

describe('several requirements', () => {
  const both = merged(
    requirement([slot('1', ['sre'])], { id: 'peer' }),
    requirement([slot('1', ['sre']), slot('2', ['security'])], { id: 'pair' }),
  );

  test('A13: one requirement met leaves the request pending, with progress for each', () => {
    const now = progress(both, [bob]);
    expect(now.met).toBe(false);
    expect(now.slots.map((unit) => [unit.id, unit.filledBy])).toEqual([
      ['peer.1', 'usr_bob'],
      ['pair.1', 'usr_bob'],
      ['pair.2', undefined],
    ]);
  });

  test('A13: one person serves both requirements, and two-person is still two people', () => {
    expect(progress(both, [ann]).met).toBe(false);
    expect(progress(both, [ann, bob]).met).toBe(true);
  });

  test('A11: fewer eligible people than slots cannot cover, and no slot is dropped for it', () => {
    expect(couldCover(both, [ann])).toBe(false);
    expect(couldCover(merged(requirement([slot('1', ['sre'], 3)])), [ann, bob])).toBe(false);
    expect(couldCover(both, [ann, bob])).toBe(true);
  });
});

describe('denials', () => {
  const two = merged(requirement([slot('1', ['sre']), slot('2', ['security'])], { deny: 2 }));

  test('A14: with deny: 2 one deny settles nothing, nor do two by the same person', () => {
    expect(isDenied(two, [bob])).toBe(false);
    expect(isDenied(two, [bob, bob])).toBe(false);
    expect(isDenied(two, [bob, sam])).toBe(true);
  });

  test('A9: a deny by somebody in no eligible group counts nothing', () => {
    expect(isDenied(twoPerson, [person('usr_eve', 'audit')])).toBe(false);
    expect(turn(twoPerson, [], person('usr_eve', 'audit'))).toBe('not_eligible');
  });

  test('A14: more approvals than slots never unsettle anything', () => {
    expect(turn(twoPerson, [ann, bob], sam)).toBe('adds_nothing');
    expect(progress(twoPerson, [ann, bob, sam]).met).toBe(true);
  });
});

const letters = ['a', 'b', 'c', 'd'];
const anySlots = fc.array(
  fc.record({ groups: fc.subarray(letters, { minLength: 1 }), count: fc.integer({ min: 1, max: 2 }) }),
  { minLength: 1, maxLength: 4 },
);
const anyPeople = fc.array(fc.subarray(letters), { maxLength: 5 });
const build = (slots: { groups: string[]; count: number }[]) => slots.map((s, i) => slot(String(i), s.groups, s.count));
const named = (people: string[][]) => people.map((groups, index) => person(`usr_${index}`, ...groups));

/** The most units that can be filled, by trying every assignment. */
function bruteForce(units: Slot[], people: Member[]): number {
  const [first, ...rest] = units;
  if (!first) return 0;
  let best = bruteForce(rest, people);
  for (const one of people) {
    if (!mayFill(first, one)) continue;
    best = Math.max(
      best,
      1 +
        bruteForce(
          rest,
          people.filter((other) => other !== one),
        ),
    );
  }
  return best;
}

describe('(P) seating', () => {
  test('A7, A8: as many units are filled as any assignment could, and nobody sits twice', () => {
    fc.assert(
      fc.property(anySlots, anyPeople, (shapes, groups) => {
        const slots = build(shapes);
        const people = named(groups);
        const seats = seat(slots, people).filter((id) => id !== undefined);
        expect(new Set(seats).size).toBe(seats.length);
        const units = slots.flatMap((s) => Array.from({ length: s.count }, () => s));
        expect(seats.length).toBe(bruteForce(units, people));
      }),
      { numRuns: 3000 },
    );
  });

  test('A8: the same approvals in any order give the same seats', () => {
    fc.assert(
      fc.property(anySlots, anyPeople, fc.infiniteStream(fc.nat()), (shapes, groups, random) => {
        const one = merged(requirement(build(shapes)));
        const people = named(groups);
        const shuffled = people
          .map((member) => [random.next().value as number, member] as const)
          .sort((x, y) => x[0] - y[0])
          .map(([, member]) => member);
        expect(progress(one, shuffled)).toEqual(progress(one, people));
      }),
      { numRuns: 1000 },
    );
  });

  test('A14: another approval never empties a filled unit and never undoes "met"', () => {
    fc.assert(
      fc.property(
        anySlots,
        anyPeople,
        fc.constantFrom('any' as const, 'sequential' as const),
        (shapes, groups, order) => {
          const one = merged(requirement(build(shapes), { order }));
          const people = named(groups);
          let before = 0;
          for (let given = 0; given <= people.length; given++) {
            const now = progress(one, people.slice(0, given)).slots.filter((unit) => unit.filledBy).length;
            expect(now).toBeGreaterThanOrEqual(before);
            before = now;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('A10: a sequence never fills a slot while an earlier one is open', () => {
    fc.assert(
      fc.property(anySlots, anyPeople, (shapes, groups) => {
        const units = progress(merged(requirement(build(shapes), { order: 'sequential' })), named(groups)).slots;
        const firstOpen = units.findIndex((unit) => unit.filledBy === undefined);
        if (firstOpen === -1) return;
        const later = units.slice(firstOpen).filter((unit) => unit.slotId !== units[firstOpen]!.slotId);
        expect(later.every((unit) => unit.filledBy === undefined)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
