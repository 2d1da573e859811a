import type { AgentActor } from '../identity/actor.ts';
import type { AgentRegistration } from '../identity/registered-agent.ts';
import type { Intake } from './intake-statement.ts';
import type { RequestRecord } from './request-record.ts';

/** The Request just written, as reading it back would give it, without reading it back. */
export function recordOfIntake(intake: Intake, agent: AgentRegistration, caller: AgentActor): RequestRecord {
  const { filing, filed } = intake;
  const minted = filed.grant?.minted;
  return {
    id: filing.requestId,
    state: filed.state,
    effect: filing.assessment.evaluation.effect,
    decidedBy: filed.requirement ? null : 'policy',
    revision: filing.revision,
    version: 1,
    digest: filing.digest,
    action: filing.action,
    canonical: intake.canonical,
    envelope: filing.envelope,
    subjectProof: filing.proof as RequestRecord['subjectProof'],
    agent: {
      id: agent.id,
      name: agent.name,
      team: agent.team,
      trust: agent.trust,
      ownerId: agent.ownerId,
      ownerName: '',
    },
    credential: { id: caller.credentialId, prefix: agent.credentials.get(caller.credentialId)?.prefix ?? '' },
    executorId: filing.executor.id,
    environment: intake.environment,
    headline: intake.headline,
    evaluationId: filing.evaluationId,
    policy: filing.policy,
    evaluation: filing.assessment.evaluation,
    facts: filing.assessment.facts,
    requirement: filed.requirement,
    why: filing.assessment.evaluation.why,
    createdAt: filing.now,
    notBefore: filed.notBefore,
    expiresAt: filed.expiresAt,
    pausedAt: null,
    settledAt: filed.requirement ? null : filing.now,
    settledBy: filed.requirement ? null : 'policy',
    decisions: [],
    questions: [],
    revisions: [{ revision: 1, digest: filing.digest, at: filing.now.toISOString(), action: intake.canonical }],
    grant: minted
      ? {
          id: minted.id,
          token: minted.token,
          executorId: filing.executor.id,
          notBefore: minted.notBefore,
          expiresAt: minted.expiresAt,
          usesLeft: 1,
          revokedAt: null,
        }
      : null,
    outcome: null,
    votes: [],
    excluded: new Map(),
    firstTime: false,
    now: filing.now,
  };
}
