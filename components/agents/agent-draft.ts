import type { Trust } from '#lib/identity/agent.ts';
import type { AgentLine } from './agent-line.ts';

/** An agent's registration as a form holds it: text, as it was typed. */
export interface AgentDraft {
  name: string;
  ownerId: string;
  team: string;
  trust: Trust;
  provider: string;
  model: string;
  version: string;
  /** Separated by commas or lines. */
  tags: string;
  /** One pattern a line. */
  actsFor: string;
  executorId: string;
  /** Those it may name besides its own. */
  others: readonly string[];
}

export const emptyDraft: AgentDraft = {
  name: '',
  ownerId: '',
  team: '',
  trust: 'standard',
  provider: '',
  model: '',
  version: '',
  tags: '',
  actsFor: '',
  executorId: '',
  others: [],
};

export function draftOf(agent: AgentLine): AgentDraft {
  return {
    name: agent.name,
    ownerId: agent.owner.id,
    team: agent.team ?? '',
    trust: agent.trust,
    provider: agent.model.provider,
    model: agent.model.name,
    version: agent.model.version,
    tags: agent.tags.join(', '),
    actsFor: agent.actsFor.join('\n'),
    executorId: agent.executorId,
    others: agent.executors.filter((id) => id !== agent.executorId),
  };
}

export const tagsIn = (draft: AgentDraft): string[] => entries(draft.tags, /[,\n]/);
export const patternsIn = (draft: AgentDraft): string[] => entries(draft.actsFor, /\n/);

/** What `POST /agents` takes. What was left empty is left out. */
export function registration(draft: AgentDraft): Record<string, unknown> {
  const all = members(draft);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** What `PATCH /agents/{id}` takes: the members that were changed, so that nothing another person changed is undone. */
export function registrationChange(before: AgentDraft, after: AgentDraft): Record<string, unknown> {
  const was: Record<string, unknown> = members(before);
  return Object.fromEntries(
    Object.entries(members(after)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])),
  );
}

function members(draft: AgentDraft) {
  const model = Object.entries({ provider: draft.provider, name: draft.model, version: draft.version });
  const said = model.map(([name, words]) => [name, words.trim()] as const).filter(([, words]) => words);
  return {
    name: draft.name.trim(),
    owner_id: draft.ownerId,
    team: draft.team.trim() || null,
    trust: draft.trust,
    model: said.length > 0 ? Object.fromEntries(said) : null,
    tags: tagsIn(draft),
    acts_for: patternsIn(draft),
    executor_id: draft.executorId,
    executors: [...new Set([draft.executorId, ...draft.others])].sort(),
  };
}

function entries(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((entry) => entry.trim())
    .filter(Boolean);
}
