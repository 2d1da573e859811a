import type { Progress } from '../policy/matching.ts';
import type { MergedRequirement } from '../policy/requirement.ts';

/** How far the votes are, in the columns the queue is read by. */
export interface OpenSlots {
  needed: number;
  filled: number;
  /** Directory groups, and `person:<id>`, who could fill what is still open. */
  openGroups: string[];
}

/** Which slots are open, and for whom, after these votes. */
export function openSlots(requirement: MergedRequirement, progress: Progress): OpenSlots {
  const open = new Set<string>();
  for (const unit of progress.slots) {
    if (unit.filledBy !== undefined) continue;
    const slot = requirement.requirements
      .find((r) => r.id === unit.requirementId)
      ?.slots.find((s) => s.id === unit.slotId);
    for (const group of slot?.groups ?? []) {
      for (const id of group.idp) open.add(id);
      for (const person of group.people) open.add(`person:${person}`);
    }
  }
  return {
    needed: progress.slots.length,
    filled: progress.slots.filter((unit) => unit.filledBy !== undefined).length,
    openGroups: [...open].sort(),
  };
}
