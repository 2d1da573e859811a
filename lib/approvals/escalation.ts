import type { EscalationStep, MergedRequirement } from '../policy/requirement.ts';

/** The steps whose time has come and that have not run yet, in the order of their times. Each runs once. */
export function dueSteps(requirement: MergedRequirement, alreadyRun: number, runningSeconds: number): EscalationStep[] {
  return [...requirement.escalate]
    .sort((a, b) => a.afterSeconds - b.afterSeconds)
    .slice(alreadyRun)
    .filter((step) => step.afterSeconds <= runningSeconds);
}

/** The Requirement after a step: a slot may be filled by one group more. The slot stays, and never needs fewer people. */
export function widened(requirement: MergedRequirement, step: EscalationStep): MergedRequirement {
  const { widen, with: group } = step;
  if (widen === undefined || !group) return requirement;
  return {
    ...requirement,
    requirements: requirement.requirements.map((one) =>
      one.id !== step.requirementId
        ? one
        : {
            ...one,
            slots: one.slots.map((slot) =>
              slot.id === widen || slot.name === widen ? { ...slot, groups: [...slot.groups, group] } : slot,
            ),
          },
    ),
  };
}
