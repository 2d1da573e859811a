import type { Next, RequestForm, RequestState } from '#protocol/wire.ts';
import { env } from '../env.ts';
import type { Actor } from '../identity/actor.ts';
import type { RequestRecord } from './request-record.ts';
import { requirementForm, slotForms } from './slot-forms.ts';

/**
 * The Request as this caller may see it.
 *
 * The grant goes only to its agent and its executor, and only while it can still be spent. Reviewers' names go to people;
 * an agent learns the verdicts and, since it has to correct itself, the reasons.
 */
export function requestForm(record: RequestRecord, reader: Actor): RequestForm {
  const forPeople = reader.kind === 'human';
  const grant = !forPeople && isSpendable(record) ? record.grant : null;
  const form: RequestForm = {
    id: record.id,
    state: record.state,
    effect: record.effect,
    revision: record.revision,
    version: record.version,
    digest: record.digest,
    action: record.action,
    agent: { id: record.agent.id, name: record.agent.name },
    executor: record.executorId,
    created_at: record.createdAt.toISOString(),
    evaluation: {
      id: record.evaluationId,
      policy: record.policy,
      rules: record.evaluation.rules
        .filter((rule) => rule.matched && rule.mode === 'active' && !rule.overriddenBy)
        .map(({ id, effect }) => ({ id, effect })),
    },
    decisions: record.decisions.map(({ personId: _, reviewer, reason, ...decision }) => ({
      ...decision,
      // Why somebody approved is among reviewers; why they did not is what the agent has to correct.
      ...(reason !== undefined && (forPeople || decision.decision !== 'approve') && { reason }),
      ...(forPeople && reviewer && { reviewer }),
    })),
    questions: record.questions,
    revisions: record.revisions.map(({ revision, digest, at }) => ({ revision, digest, at })),
    next: nextStep(record),
  };
  if (record.decidedBy) form.decided_by = record.decidedBy;
  if (record.expiresAt) form.expires_at = record.expiresAt.toISOString();
  if (record.settledAt) form.settled_at = record.settledAt.toISOString();
  if (record.effect === 'require') form.review_url = `${env().PUBLIC_URL}/requests/${record.id}`;
  if (record.requirement) form.requirement = requirementForm(record.requirement, slotForms(record.requirement, record));
  if (grant) {
    form.grant = grant.token;
    form.grant_expires_at = grant.expiresAt.toISOString();
  }
  if (record.outcome) form.outcome = record.outcome;
  const why = whyOf(record);
  if (why) form.why = why;
  return form;
}

function isSpendable({ state, grant, now }: RequestRecord): boolean {
  return (
    (state === 'approved' || state === 'redeemed') &&
    grant !== null &&
    grant.usesLeft > 0 &&
    grant.revokedAt === null &&
    grant.expiresAt > now
  );
}

const nextByState: Record<RequestState, Next> = {
  pending: 'wait',
  blocked: 'wait',
  approved: 'redeem',
  redeemed: 'report',
  denied: 'stop',
  expired: 'stop',
  cancelled: 'stop',
  revoked: 'stop',
  succeeded: 'stop',
  failed: 'stop',
  outcome_unknown: 'stop',
};

/** What an agent that reads nothing else should do: answer what was asked, else what the state says. */
export function nextStep({ state, questions }: Pick<RequestRecord, 'state' | 'questions'>): Next {
  const unanswered = questions.some((question) => !question.answer);
  return unanswered && (state === 'pending' || state === 'blocked') ? 'answer' : nextByState[state];
}

/** Why it ended as it did: the denial's own words where there are some, else what policy said. */
function whyOf(record: RequestRecord): string | undefined {
  if (record.state === 'denied' && record.decidedBy === 'people') {
    return record.decisions.findLast((decision) => decision.decision === 'deny' && !decision.withdrawn)?.reason;
  }
  return record.why ?? undefined;
}
