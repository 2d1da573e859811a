import type { Grade } from '#protocol/grant-claims.ts';
import type { Action, Envelope } from '#protocol/wire.ts';
import { Refusal } from '../errors/refusal.ts';
import type { AgentRegistration } from '../identity/registered-agent.ts';
import type { ActivePolicy } from '../policy/active.ts';
import { agentFacts } from '../policy/agent-facts.ts';
import { establishFacts } from '../policy/establish-facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { PolicyEvaluation } from '../policy/evaluation.ts';
import type { Facts, WindowFacts } from '../policy/facts.ts';

/** One Action as it stands before policy. */
export interface Proposed {
  agent: AgentRegistration;
  action: Action;
  canonical: string;
  envelope: Envelope;
  proof: 'self' | 'acts_for' | 'token';
  executor: { id: string; grade: Grade };
  revision: number;
  now: Date;
  /** What the agent did lately, where the policy asks; absent facts are absent. */
  history: { changed: boolean; windows: WindowFacts };
}

export interface Assessment {
  facts: Facts;
  evaluation: PolicyEvaluation;
}

/**
 * What the policy says of an Action, with the facts it said it on. Nothing has run and nothing is written.
 *
 * @throws Refusal `invalid_field` when a declared property is of another type
 */
export function assessAction(policy: ActivePolicy, proposed: Proposed): Assessment {
  const { agent, action, envelope, executor } = proposed;
  const established = establishFacts(policy, {
    action,
    canonicalBytes: Buffer.byteLength(proposed.canonical),
    agent: agentFacts(agent, proposed.history.changed),
    proof: proposed.proof,
    claimed: claimedFacts(envelope),
    door: 'rest',
    executor: executor.id,
    grade: executor.grade,
    // On this door the agent describes what it wants; software that observes it has doors of its own.
    observed: false,
    revision: proposed.revision,
    windows: proposed.history.windows,
    now: proposed.now,
  });
  if (!established.ok) {
    throw new Refusal('invalid_field', 'The policy declares some of these properties with another type.', {
      errors: established.problems,
    });
  }
  return { facts: established.facts, evaluation: evaluatePolicy(policy, established.facts, { now: proposed.now }) };
}

/** The agent's own numbers. They can only tighten: an allow rule cannot read them. */
function claimedFacts({ evidence, model, run }: Envelope): NonNullable<Facts['claimed']> {
  const radius = evidence?.blast_radius;
  return {
    ...(radius?.rows !== undefined && { rows: radius.rows }),
    ...(radius?.resources !== undefined && { resources: radius.resources }),
    ...(radius?.people !== undefined && { people: radius.people }),
    ...(radius?.reversible !== undefined && { reversible: radius.reversible }),
    ...(model?.provider !== undefined && { provider: model.provider }),
    ...(model?.name !== undefined && { model: model.name }),
    ...(run?.id !== undefined && { run: run.id }),
  };
}
