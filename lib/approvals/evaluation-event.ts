import type { Action, Envelope, Json, JsonObject } from '#protocol/wire.ts';
import type { EventActor, NewEvent } from '../log/event.ts';
import type { MergedRequirement } from '../policy/requirement.ts';
import type { Assessment } from './assess-action.ts';

/** What every Event of one revision has in common. */
export interface Filing {
  requestId: string;
  revision: number;
  digest: string;
  action: Action;
  envelope: Envelope;
  agent: { id: string; ownerId: string };
  /** The person the subject is known to be here, or the agent itself; absent when nobody here is. */
  principalId?: string | undefined;
  proof: string;
  policy: { name: string; version: number; digest: string };
  assessment: Assessment;
  actor: EventActor;
  now: Date;
}

/** `evaluation.made`: policy answered about an Action, with the facts it answered on. */
export function evaluationMade(filing: Filing, prev: readonly Uint8Array[] = []): NewEvent {
  const { evaluation, facts } = filing.assessment;
  const { model, run } = filing.envelope;
  return {
    ...common(filing),
    type: 'evaluation.made',
    prev,
    action: filing.action,
    data: {
      effect: evaluation.effect,
      ...(filing.principalId !== undefined && { principal_id: filing.principalId }),
      proof: filing.proof,
      agent_id: filing.agent.id,
      owner_id: filing.agent.ownerId,
      ...(model && { model: model as JsonObject }),
      ...(run && { run: run as JsonObject }),
      rules: evaluation.rules.filter((rule) => rule.matched).map(({ id, effect, mode }) => ({ id, effect, mode })),
      ...(evaluation.errors.length > 0 && { failures: evaluation.errors.map(({ rule, code }) => ({ rule, code })) }),
      engine: evaluation.engine,
      sensitive: [...evaluation.sensitive],
      why: evaluation.why,
    },
    committed: { facts: facts as unknown as Json },
  };
}

/** `request.submitted`: people are needed, and these are the terms. */
export function requestSubmitted(
  filing: Filing,
  deadline: Date,
  prev: Uint8Array,
  idempotencyDigest?: string,
): NewEvent {
  const { reason, evidence } = filing.envelope;
  return {
    ...common(filing),
    type: 'request.submitted',
    prev: [prev],
    data: {
      requirements: requirementsData(filing.assessment.evaluation.requirement!),
      deadline_at: deadline.toISOString(),
      ...(idempotencyDigest !== undefined && { idempotency_digest: idempotencyDigest }),
    },
    committed: {
      ...(reason !== undefined && { reason }),
      ...(evidence !== undefined && { evidence: evidence as unknown as Json }),
    },
  };
}

function common(filing: Filing) {
  return {
    at: filing.now,
    actor: filing.actor,
    subject: { digest: filing.digest },
    request: filing.requestId,
    revision: filing.revision,
    policy: { id: filing.policy.name, version: filing.policy.version, digest: filing.policy.digest },
  };
}

/** A Requirement in the log's words (log.md section 13). */
export function requirementsData(merged: MergedRequirement): JsonObject[] {
  return merged.requirements.map((requirement) => ({
    id: requirement.id,
    slots: requirement.slots.map((slot) => ({
      id: slot.id,
      groups: slot.groups.flatMap((group) => [...group.idp, ...group.people]),
      count: slot.count,
    })),
    order: requirement.order,
    deny: requirement.deny,
    min_assurance: merged.minAssurance,
    channels: [...merged.channels],
    grant: {
      ttl_seconds: merged.grant.ttlSeconds,
      uses: merged.grant.uses,
      log: merged.grant.log,
      on_expiry: merged.grant.onExpiry,
    },
  }));
}
