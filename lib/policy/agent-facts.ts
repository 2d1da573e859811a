import type { AgentRegistration } from '../identity/registered-agent.ts';
import type { FactsInput } from './facts.ts';

/** The agent as policy may know it: its registration of this moment, and whether it `changed` since it last succeeded. */
export function agentFacts(agent: AgentRegistration, changed: boolean): FactsInput['agent'] {
  return {
    id: agent.id,
    owner: agent.ownerId,
    team: agent.team,
    trust: agent.trust,
    model: agent.model?.name ?? null,
    tags: agent.tags,
    createdAt: agent.createdAt,
    changed,
  };
}
