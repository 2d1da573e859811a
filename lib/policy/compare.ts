import { isBlank } from '#protocol/is-blank.ts';
import type { Assurance } from '#protocol/wire.ts';
import { type Approval, type Progress, progress, type Unit } from './matching.ts';
import { assuranceLevels, type MergedRequirement } from './requirement.ts';

/** An approve on record, as strong as it was given. Eligibility (exclusions, disabled people) is the caller's. */
export interface RecordedApproval extends Approval {
  assurance: Assurance;
  channel: string;
  reason?: string;
}

export interface Unmet {
  /** Slot units that the approvals on record leave open under the requirement as it is now. */
  open: Unit[];
  progress: Progress;
}

/** Approvals that meet the terms an approve itself must meet: level, channel, reason. */
export function strongEnough<Recorded extends RecordedApproval>(
  requirement: MergedRequirement,
  approvals: readonly Recorded[],
): Recorded[] {
  const least = assuranceLevels.indexOf(requirement.minAssurance);
  return approvals.filter(
    (approval) =>
      assuranceLevels.indexOf(approval.assurance) >= least &&
      (requirement.channels as readonly string[]).includes(approval.channel) &&
      (requirement.reason !== 'always' || !isBlank(approval.reason)),
  );
}

/**
 * What the requirement asks for now that the approvals on record do not give; null when they satisfy it.
 *
 * The question is "satisfied?", not "stricter?": a policy that changed but would be content with these very approvals
 * stops nobody, and one that is not leaves only its own gap open.
 */
export function unmet(requirement: MergedRequirement, approvals: readonly RecordedApproval[]): Unmet | null {
  const now = progress(requirement, strongEnough(requirement, approvals));
  return now.met ? null : { open: now.slots.filter((unit) => unit.filledBy === undefined), progress: now };
}
