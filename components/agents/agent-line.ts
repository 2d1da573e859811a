import type { Agent } from '#lib/identity/agent.ts';

/** An agent as the list shows it: dates as text, keys without anything that could be used. */
export interface AgentLine {
  id: string;
  name: string;
  owner: string;
  team: string | null;
  trust: Agent['trust'];
  model: string | null;
  actsFor: readonly string[];
  pausedAt: string | null;
  retiredAt: string | null;
  lastUsedAt: string | null;
  keys: { id: string; prefix: string; expiresAt: string; revoked: boolean }[];
}

export function agentLine(agent: Agent): AgentLine {
  const uses = agent.credentials.flatMap(({ lastUsedAt }) => lastUsedAt ?? []).map(Number);
  return {
    id: agent.id,
    name: agent.name,
    owner: agent.owner.name,
    team: agent.team,
    trust: agent.trust,
    model: agent.model && [agent.model.provider, agent.model.name, agent.model.version].filter(Boolean).join(' · '),
    actsFor: agent.actsFor,
    pausedAt: agent.pausedAt?.toISOString() ?? null,
    retiredAt: agent.retiredAt?.toISOString() ?? null,
    lastUsedAt: uses.length > 0 ? new Date(Math.max(...uses)).toISOString() : null,
    keys: agent.credentials.map((key) => ({
      id: key.id,
      prefix: key.prefix,
      expiresAt: key.expiresAt.toISOString(),
      revoked: key.revokedAt !== null,
    })),
  };
}
