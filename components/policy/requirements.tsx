import { Users } from 'lucide-react';
import type { GroupEntry, PolicyDocument, RequirementEntry } from '#lib/policy/document.ts';

/** What the rules can ask for: whose approval, how soon, how surely known, and what it permits. */
export function Requirements({ document }: { document: PolicyDocument }) {
  return (
    <section aria-labelledby="requirements">
      <h2 id="requirements" className="mb-3 font-semibold text-base">
        Requirements
      </h2>
      <ul className="flex flex-col gap-2">
        {Object.entries(document.requirements).map(([id, requirement]) => (
          <li key={id} className="rounded-md border bg-surface px-3 py-2.5">
            <h3 className="font-medium">{id}</h3>
            <ul className="mt-1 flex flex-col gap-0.5">
              {requirement.slots.map((slot, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: slots are a fixed, ordered list; two may be equal
                <li key={index} className="flex flex-wrap items-center gap-x-2">
                  <Users aria-hidden className="size-3.5 text-faint" />
                  {slot.count && slot.count > 1 ? `${slot.count} of ` : ''}
                  {slot.group}
                  {slot.name && slot.name !== slot.group && <span className="text-muted">as {slot.name}</span>}
                  <span className="text-faint text-xs">{members(document.groups[slot.group])}</span>
                </li>
              ))}
            </ul>
            <p className="mt-1.5 text-muted text-xs">{terms(requirement).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function members(group: GroupEntry | undefined): string {
  return [...(group?.idp ?? []), ...(group?.people ?? [])].join(', ');
}

function terms(requirement: RequirementEntry): string[] {
  const { order, deadline, deny, notBefore, within, reason, minAssurance, channels, grant } = requirement;
  return [
    order === 'sequential' && 'in this order',
    deadline && `within ${deadline}`,
    deny && deny > 1 && `${deny} denials end it`,
    notBefore && `usable ${notBefore} after filing at the earliest`,
    within && `only while ${within.join(' and ')} is open`,
    reason === 'always' && 'reason always required',
    minAssurance && `assurance ${minAssurance} or stronger`,
    channels && `in ${channels.join(', ')}`,
    `permits ${grant?.uses ?? 1} use${(grant?.uses ?? 1) === 1 ? '' : 's'} within ${grant?.ttl ?? '10m'}`,
  ].filter((term) => typeof term === 'string');
}
