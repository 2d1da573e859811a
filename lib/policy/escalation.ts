import type { EscalationStep, MergedRequirement } from './requirement.ts';

/** The steps whose time has come and that have not run yet, in the order of their times. Each runs once. */
export function dueSteps(requirement: MergedRequirement, alreadyRun: number, runningSeconds: number): EscalationStep[] {
  return inOrder(requirement)
    .slice(alreadyRun)
    .filter((step) => step.afterSeconds <= runningSeconds);
}

/** How far into its clock a Requirement has come of which so many steps have run: 0 when none has. */
export function ranUntil(requirement: MergedRequirement, alreadyRun: number): number {
  return inOrder(requirement)[alreadyRun - 1]?.afterSeconds ?? 0;
}

function inOrder({ escalate }: MergedRequirement): EscalationStep[] {
  return [...escalate].sort((a, b) => a.afterSeconds - b.afterSeconds);
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
