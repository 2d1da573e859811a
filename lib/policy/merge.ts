import type { Channel } from '#protocol/wire.ts';
import type { GroupEntry, PolicyDocument } from './document.ts';
import { seconds } from './duration.ts';
import {
  assuranceLevels,
  defaultGrantTerms,
  type EscalationStep,
  type MergedRequirement,
  type Requirement,
  type ResolvedGroup,
} from './requirement.ts';

const everyChannel: readonly Channel[] = ['web', 'teams_tab', 'teams_card', 'slack'];

/**
 * What these `requirements:` entries ask for together: each with its own slots, and the strictest of all they share.
 *
 * `owner` is the catalogue's word for the resource, the only thing a group template may name; groups are resolved here
 * once, so that what is stored with a Request needs no policy to be read.
 */
export function mergeRequirements(document: PolicyDocument, ids: readonly string[], owner: string): MergedRequirement {
  const group = (name: string) => resolveGroup(name, document.groups[name]!, owner);
  const requirements: Requirement[] = [];
  const escalate: EscalationStep[] = [];
  const merged: MergedRequirement = {
    requirements,
    escalate,
    deadlineSeconds: Number.POSITIVE_INFINITY,
    notBeforeSeconds: 0,
    within: [],
    reason: 'on-deny',
    minAssurance: 'L1',
    channels: everyChannel,
    grant: { ...defaultGrantTerms, ttlSeconds: Number.POSITIVE_INFINITY, uses: Number.POSITIVE_INFINITY },
  };

  for (const id of new Set(ids)) {
    const entry = document.requirements[id]!;
    const slots = entry.slots.map((slot, index) => ({
      id: slot.name ?? String(index + 1),
      ...(slot.name ? { name: slot.name } : {}),
      group: slot.group,
      count: slot.count ?? 1,
      groups: [group(slot.group)],
    }));
    requirements.push({ id, slots, order: entry.order ?? 'any', deny: entry.deny ?? 1 });
    for (const step of entry.escalate ?? [])
      escalate.push({
        requirementId: id,
        afterSeconds: seconds(step.after),
        ...(step.notify ? { notify: step.notify.map(group) } : {}),
        ...(step.widen ? { widen: step.widen } : {}),
        ...(step.with ? { with: group(step.with) } : {}),
      });
    merged.deadlineSeconds = Math.min(merged.deadlineSeconds, seconds(entry.deadline ?? '1h'));
    merged.notBeforeSeconds = Math.max(merged.notBeforeSeconds, seconds(entry.notBefore ?? '0s'));
    merged.within = [...new Set([...merged.within, ...(entry.within ?? [])])];
    if (entry.reason === 'always') merged.reason = 'always';
    const level = entry.minAssurance ?? 'L1';
    if (assuranceLevels.indexOf(level) > assuranceLevels.indexOf(merged.minAssurance)) merged.minAssurance = level;
    const channels: readonly Channel[] = entry.channels ?? everyChannel;
    merged.channels = merged.channels.filter((channel) => channel === 'web' || channels.includes(channel));
    merged.grant = {
      ttlSeconds: Math.min(
        merged.grant.ttlSeconds,
        entry.grant?.ttl ? seconds(entry.grant.ttl) : defaultGrantTerms.ttlSeconds,
      ),
      uses: Math.min(merged.grant.uses, entry.grant?.uses ?? defaultGrantTerms.uses),
      log: entry.grant?.log === 'strict' ? 'strict' : merged.grant.log,
      onExpiry: entry.grant?.onExpiry === 'stop' ? 'stop' : merged.grant.onExpiry,
    };
  }
  escalate.sort((a, b) => a.afterSeconds - b.afterSeconds);
  return merged;
}

function resolveGroup(name: string, entry: GroupEntry, owner: string): ResolvedGroup {
  return {
    name,
    idp: (entry.idp ?? []).map((id) => id.replaceAll('{resource.owner}', owner)),
    people: entry.people ?? [],
  };
}
