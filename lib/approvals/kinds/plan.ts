import type { Action, Json } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { layOut } from './lay-out.ts';
import { member, properties } from './members.ts';
import { countChanges, resourceChangesOf } from './plan/terraform.ts';
import { counted, place, sentence } from './sentence.ts';

const said: Record<string, string> = {
  delete: 'destroys',
  replace: 'replaces',
  create: 'creates',
  update: 'changes',
  forget: 'forgets',
  read: 'reads',
  other: 'does something unknown to',
};

export const plan: ActionKind = {
  kind: 'plan',
  matches: (action) => resourceChangesOf(planOf(action)) !== undefined,
  headline(action) {
    const counts = countChanges(resourceChangesOf(planOf(action)) ?? []).filter(({ change }) => change !== 'no-op');
    const parts = counts.map(
      ({ change, count }, at) => `${said[change]} ${at === 0 ? counted(count, 'resource') : count}`,
    );
    return sentence(
      'Apply a plan',
      place(action, 'to'),
      parts.length > 0 ? `that ${parts.join(', ')}` : 'that changes nothing',
    );
  },
  sections(action) {
    return layOut(action, [
      { id: 'resources', title: 'Resources', pointers: ['/action/properties/plan/resource_changes'] },
      { id: 'outputs', title: 'Outputs', pointers: ['/action/properties/plan/output_changes'] },
      { id: 'plan', title: 'Rest of the plan', pointers: restOfPlan(action) },
    ]);
  },
};

export function planOf(action: Action): Json | undefined {
  return member(properties(action), 'plan');
}

function restOfPlan(action: Action): string[] {
  const own = planOf(action);
  const names = typeof own === 'object' && own !== null ? Object.keys(own) : [];
  return names
    .filter((name) => name !== 'resource_changes' && name !== 'output_changes')
    .map((name) => `/action/properties/plan/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
