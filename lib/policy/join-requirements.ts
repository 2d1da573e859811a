import { canonicalize } from '#protocol/jcs.ts';
import type { Json } from '#protocol/wire.ts';
import { assuranceLevels, type EscalationStep, type MergedRequirement, type Requirement } from './requirement.ts';

/**
 * What two merged Requirements ask for together: every slot of both, and the strictest of all they share.
 *
 * A Requirement that both ask for in the same words is asked for once. One of the same id that says something else now
 * stands beside the earlier one under a further name, so that neither takes anything away from the other.
 */
export function joinRequirements(first: MergedRequirement, second: MergedRequirement): MergedRequirement {
  const requirements = [...first.requirements];
  const names = new Map<string, string>();
  for (const requirement of second.requirements) {
    const same = first.requirements.find(
      (one) => isNamed(one, requirement.id) && isSame({ ...one, id: '' }, { ...requirement, id: '' }),
    );
    const id = same ? same.id : freeId(requirement.id, requirements);
    names.set(requirement.id, id);
    if (!same) requirements.push({ ...requirement, id });
  }
  const steps = second.escalate.map((step) => ({ ...step, requirementId: names.get(step.requirementId)! }));
  return {
    requirements,
    escalate: [...first.escalate, ...steps.filter((step) => !first.escalate.some((one) => isSame(one, step)))].sort(
      (a, b) => a.afterSeconds - b.afterSeconds,
    ),
    deadlineSeconds: Math.min(first.deadlineSeconds, second.deadlineSeconds),
    notBeforeSeconds: Math.max(first.notBeforeSeconds, second.notBeforeSeconds),
    within: [...new Set([...first.within, ...second.within])],
    reason: first.reason === 'always' ? 'always' : second.reason,
    minAssurance:
      assuranceLevels.indexOf(first.minAssurance) > assuranceLevels.indexOf(second.minAssurance)
        ? first.minAssurance
        : second.minAssurance,
    channels: first.channels.filter((channel) => second.channels.includes(channel)),
    grant: {
      ttlSeconds: Math.min(first.grant.ttlSeconds, second.grant.ttlSeconds),
      uses: Math.min(first.grant.uses, second.grant.uses),
      log: first.grant.log === 'strict' ? 'strict' : second.grant.log,
      onExpiry: first.grant.onExpiry === 'stop' ? 'stop' : second.grant.onExpiry,
    },
  };
}

/** One may come from memory and the other from a row, whose members Postgres put in an order of its own. */
function isSame(one: Requirement | EscalationStep, other: Requirement | EscalationStep): boolean {
  return canonicalize(one as unknown as Json) === canonicalize(other as unknown as Json);
}

/** Is this the id, or the further name it was given when it said something else? No author's id has an `@`. */
function isNamed(one: Requirement, id: string): boolean {
  return one.id === id || one.id.startsWith(`${id}@`);
}

function freeId(id: string, taken: readonly Requirement[]): string {
  const isTaken = (name: string) => taken.some((one) => one.id === name);
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}@${number}`)) number++;
  return `${id}@${number}`;
}
