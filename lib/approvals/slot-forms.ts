import type { RequirementForm, SlotForm } from '#protocol/wire.ts';
import { countedApprovals, type VotingFacts } from '../grants/votes.ts';
import { progress } from '../policy/matching.ts';
import type { MergedRequirement } from '../policy/requirement.ts';

/** The slots as callers see them: which are filled, never by whom. */
export function slotForms(requirement: MergedRequirement | null, voting: VotingFacts): SlotForm[] {
  if (!requirement) return [];
  return progress(requirement, countedApprovals(voting, requirement)).slots.map((unit) => ({
    id: unit.id,
    requirement: unit.requirementId,
    group: unit.group,
    filled: unit.filledBy !== undefined,
  }));
}

/** A Requirement as callers see it. */
export function requirementForm(requirement: MergedRequirement, slots: SlotForm[]): RequirementForm {
  return {
    slots,
    order: requirement.requirements.some((one) => one.order === 'sequential') ? 'sequential' : 'any',
    min_assurance: requirement.minAssurance,
    channels: [...requirement.channels],
    reason: requirement.reason,
    grant: { ttl_seconds: requirement.grant.ttlSeconds, uses: requirement.grant.uses, log: requirement.grant.log },
  };
}
