import { bySeverity, countChanges, resourceChangesOf } from '#lib/approvals/kinds/plan/terraform.ts';
import { planOf } from '#lib/approvals/kinds/plan.ts';
import type { Json } from '#protocol/wire.ts';
import type { BodyProps } from './body.ts';
import { JsonValue } from './json-value.tsx';
import { Members, Padded } from './members.tsx';
import { changeWords, ResourceBlock } from './resource-change.tsx';

/** The plan's resources, what destroys first. */
export function ResourcesBody({ action, section }: BodyProps) {
  const plan = planOf(action);
  if (!resourceChangesOf(plan))
    return (
      <Padded>
        <Members action={action} pointers={section.pointers} />
      </Padded>
    );
  return <Plan plan={plan} />;
}

/** A Terraform plan as counts and resources, complete as far as `resource_changes` goes. */
export function Plan({ plan }: { plan: Json | undefined }) {
  const changes = resourceChangesOf(plan) ?? [];
  if (changes.length === 0)
    return (
      <p className="px-3 pt-1 pb-2.5 font-mono">
        <JsonValue value={[]} />
      </p>
    );
  return (
    <>
      <p data-aside="" className="flex flex-wrap gap-x-4 gap-y-1 border-line border-b px-3 py-2">
        {countChanges(changes).map(({ change, count }) => (
          <span key={change} className="inline-flex items-center gap-1.5">
            <span
              aria-hidden
              className={`grid size-5 place-items-center rounded-sm font-mono font-semibold text-xs ${changeWords[change].tone}`}
            >
              {changeWords[change].sign}
            </span>
            <span className="tabular-nums">{count}</span>
            <span className="text-muted">{changeWords[change].word}</span>
          </span>
        ))}
      </p>
      <ul>
        {bySeverity(changes).map((resource, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a resource is its place in the plan
          <ResourceBlock key={index} resource={resource} />
        ))}
      </ul>
    </>
  );
}
