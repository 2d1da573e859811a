import type { MergedRequirement, Requirement, Slot } from './requirement.ts';

/** A person with the ids of the directory groups they are in. Identity is `personId` alone, never a name or an address. */
export interface Member {
  personId: string;
  groups: readonly string[];
}

/** An approve that counts. `groups` are today's; `groupsThen` those at the Decision, if they differ. */
export interface Approval extends Member {
  groupsThen?: readonly string[];
}

/** One unit of a slot: a slot that asks for two people has two. */
export interface Unit {
  id: string;
  requirementId: string;
  slotId: string;
  group: string;
  filledBy?: string;
}

export interface Progress {
  met: boolean;
  /** Every unit of every Requirement, in the document's order. */
  slots: Unit[];
}

/** Is this person in any of the groups that may fill the slot? */
export function mayFill(slot: Slot, person: Member): boolean {
  return slot.groups.some(
    (group) => group.people.includes(person.personId) || group.idp.some((id) => person.groups.includes(id)),
  );
}

/** Is this person eligible for any slot of any of these Requirements? Who is not can neither approve nor deny. */
export function isEligible(merged: MergedRequirement, person: Member): boolean {
  return merged.requirements.some((requirement) => requirement.slots.some((slot) => mayFill(slot, person)));
}

/**
 * Seat people on slot units: a maximum bipartite matching, in which nobody sits twice.
 *
 * Units are filled in their order, by augmenting paths, so earlier people are re-seated freely and nobody blocks a
 * slot. Which units get filled depends on who the people are, not on the order in which they came: the sets of units
 * that can be covered together form a matroid, and taking the first possible unit each time finds the same set for
 * every order. People are sorted by id, so that the seating itself is the same as well.
 */
export function seat(slots: readonly Slot[], people: readonly Member[]): (string | undefined)[] {
  const seated = [...new Map(people.map((person) => [person.personId, person])).values()].sort((a, b) =>
    a.personId < b.personId ? -1 : 1,
  );
  const units = slots.flatMap((slot) => Array.from({ length: slot.count }, () => slot));
  const unitOf = new Map<string, number>();
  const personAt: (string | undefined)[] = units.map(() => undefined);

  const place = (unit: number, tried: Set<string>): boolean => {
    for (const person of seated) {
      if (tried.has(person.personId) || !mayFill(units[unit]!, person)) continue;
      tried.add(person.personId);
      const current = unitOf.get(person.personId);
      if (current !== undefined && !place(current, tried)) continue;
      unitOf.set(person.personId, unit);
      personAt[unit] = person.personId;
      return true;
    }
    return false;
  };

  for (let unit = 0; unit < units.length; unit++) place(unit, new Set());
  return personAt;
}

const filled = (units: readonly (string | undefined)[]) => units.filter((unit) => unit !== undefined).length;

/** The slots up to and including the first that these people leave open; all of them when none is. */
function upToFirstOpen(requirement: Requirement, people: readonly Member[]): readonly Slot[] {
  for (let last = 1; last <= requirement.slots.length; last++) {
    const slots = requirement.slots.slice(0, last);
    const units = seat(slots, people);
    if (filled(units) < units.length) return slots;
  }
  return requirement.slots;
}

/** Would one more approve raise what is filled? In a sequence only slots up to the first open one count. */
function raises(requirement: Requirement, counted: readonly Member[], person: Member): boolean {
  const slots = requirement.order === 'sequential' ? upToFirstOpen(requirement, counted) : requirement.slots;
  return filled(seat(slots, [...counted, person])) > filled(seat(slots, counted));
}

/** Approvals that count towards a Requirement: all of them, or in a sequence those that came in turn. */
function inTurn(requirement: Requirement, approvals: readonly Approval[]): Approval[] {
  if (requirement.order === 'any') return [...approvals];
  const then: Member[] = [];
  return approvals.filter((approval) => {
    const member = { personId: approval.personId, groups: approval.groupsThen ?? approval.groups };
    if (!raises(requirement, then, member)) return false;
    then.push(member);
    return true;
  });
}

/**
 * How far these approvals, in the order they were given, have come. Each person counts once per Requirement.
 *
 * Whether an approve came in turn is judged by the groups of its own time; whether it fills a slot, by today's. So a
 * first approver who left the group reopens that slot only, and the second, who came in turn, stays.
 */
export function progress(merged: MergedRequirement, approvals: readonly Approval[]): Progress {
  const slots: Unit[] = [];
  for (const requirement of merged.requirements) {
    const people = seat(requirement.slots, inTurn(requirement, approvals));
    let unit = 0;
    for (const slot of requirement.slots) {
      for (let number = 1; number <= slot.count; number++, unit++) {
        const filledBy = people[unit];
        slots.push({
          id: `${requirement.id}.${slot.id}${slot.count > 1 ? `.${number}` : ''}`,
          requirementId: requirement.id,
          slotId: slot.id,
          group: slot.group,
          ...(filledBy === undefined ? {} : { filledBy }),
        });
      }
    }
  }
  return { met: slots.every((slot) => slot.filledBy !== undefined), slots };
}

/**
 * May this person's approve count now, after these? `not_your_turn` when only a later slot of a sequence could use it.
 * An eligible person whose approve adds nothing (their slot is filled) may still give it: more never unsettles anything.
 */
export function turn(
  merged: MergedRequirement,
  approvals: readonly Approval[],
  person: Member,
): 'counts' | 'adds_nothing' | 'not_your_turn' | 'not_eligible' {
  if (!isEligible(merged, person)) return 'not_eligible';
  const useful = merged.requirements.some((requirement) => raises(requirement, inTurn(requirement, approvals), person));
  if (useful) return 'counts';
  const later = merged.requirements.some((requirement) => {
    if (requirement.order !== 'sequential') return false;
    const counted = inTurn(requirement, approvals);
    return filled(seat(requirement.slots, [...counted, person])) > filled(seat(requirement.slots, counted));
  });
  return later ? 'not_your_turn' : 'adds_nothing';
}

/** Could these people, excluded ones already left out, fill every slot between them? If not, the Request is blocked. */
export function couldCover(merged: MergedRequirement, people: readonly Member[]): boolean {
  return merged.requirements.every((requirement) =>
    seat(requirement.slots, people).every((unit) => unit !== undefined),
  );
}

/** Do these denies end the Request? One Requirement whose own eligible people denied often enough is enough. */
export function isDenied(merged: MergedRequirement, denials: readonly Member[]): boolean {
  return merged.requirements.some((requirement) => {
    const eligible = denials.filter((person) => requirement.slots.some((slot) => mayFill(slot, person)));
    return new Set(eligible.map((person) => person.personId)).size >= requirement.deny;
  });
}
