import type { Agent } from '#lib/identity/agent.ts';
import { type KeyLine, keyLine } from './key-line.ts';

/** An agent as a page shows it: dates as text, keys without anything that could be used. */
export interface AgentLine {
  id: string;
  name: string;
  owner: Agent['owner'];
  team: string | null;
  trust: Agent['trust'];
  model: { provider: string; name: string; version: string };
  tags: readonly string[];
  actsFor: readonly string[];
  executorId: string;
  executors: readonly string[];
  createdAt: string;
  pausedAt: string | null;
  retiredAt: string | null;
  lastUsedAt: string | null;
  keys: KeyLine[];
}

export function agentLine(agent: Agent, now: Date, nameOf: (personId: string) => string): AgentLine {
  const uses = agent.credentials.flatMap(({ lastUsedAt }) => lastUsedAt ?? []).map(Number);
  return {
    id: agent.id,
    name: agent.name,
    owner: agent.owner,
    team: agent.team,
    trust: agent.trust,
    model: { provider: '', name: '', version: '', ...agent.model },
    tags: agent.tags,
    actsFor: agent.actsFor,
    executorId: agent.executorId,
    executors: agent.executors,
    createdAt: agent.createdAt.toISOString(),
    pausedAt: agent.pausedAt?.toISOString() ?? null,
    retiredAt: agent.retiredAt?.toISOString() ?? null,
    lastUsedAt: uses.length > 0 ? new Date(Math.max(...uses)).toISOString() : null,
    keys: agent.credentials.map((key) => keyLine(key, now, nameOf)),
  };
}
