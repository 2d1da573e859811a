import { z } from 'zod';
import type {
  DecisionForm,
  OutcomeForm,
  QuestionForm,
  RequestForm,
  RequirementForm,
  SlotForm,
  SubmitBody,
  TimelineEntry,
} from '#protocol/wire.ts';
import { action } from './action.ts';
import { envelopeMembers, evidence } from './envelope.ts';
import { count, digest, id, text, textBytes, time } from './words.ts';

export const requestParams = z.strictObject({ id: id('req') });

export const submitBody = z
  .strictObject({
    action,
    digest: digest.exactOptional(),
    ...envelopeMembers,
    executor: id('exe').exactOptional(),
    expires_in_seconds: z.int().min(30).max(604_800).exactOptional(),
    attach: z.boolean().exactOptional(),
  })
  .meta({ id: 'Submit' }) satisfies z.ZodType<SubmitBody>;

export const reviseBody = z
  .strictObject({
    action,
    reason: text(4000).exactOptional(),
    evidence: evidence.exactOptional(),
    adopts: id('qst').exactOptional(),
  })
  .meta({ id: 'Revise' });

export const cancelBody = z.strictObject({ reason: text(500) }).meta({ id: 'Cancel' });

export const answerBody = z
  .strictObject({ answer: textBytes(8192), evidence: evidence.exactOptional() })
  .meta({ id: 'AnswerQuestion' });

export const commentBody = z.strictObject({ text: text(2000) }).meta({ id: 'Comment' });

export const state = z
  .enum([
    'pending',
    'blocked',
    'approved',
    'denied',
    'expired',
    'cancelled',
    'redeemed',
    'succeeded',
    'failed',
    'outcome_unknown',
    'revoked',
  ])
  .meta({ id: 'RequestState' });

export const effect = z.enum(['allow', 'deny', 'require']);
export const assurance = z.enum(['L1', 'L2', 'L3', 'L4', 'L5']);
export const channel = z.enum(['web', 'teams_tab', 'teams_card', 'slack', 'api']);
export const verdict = z.enum(['approve', 'deny', 'ask']);

export const slot = z
  .strictObject({ id: z.string(), requirement: z.string(), group: z.string(), filled: z.boolean() })
  .meta({ id: 'Slot' }) satisfies z.ZodType<SlotForm>;

export const requirement = z
  .strictObject({
    slots: z.array(slot),
    order: z.enum(['any', 'sequential']),
    min_assurance: assurance,
    channels: z.array(channel),
    reason: z.enum(['on-deny', 'always']),
    grant: z.strictObject({ ttl_seconds: count, uses: count, log: z.enum(['strict', 'async']) }),
  })
  .meta({ id: 'Requirement' }) satisfies z.ZodType<RequirementForm>;

export const decision = z
  .strictObject({
    id: id('dec'),
    decision: verdict,
    revision: count,
    slot: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    channel,
    assurance,
    at: time,
    withdrawn: z.boolean().exactOptional(),
    reviewer: z.strictObject({ id: z.string(), name: z.string() }).exactOptional(),
  })
  .meta({ id: 'Decision' }) satisfies z.ZodType<DecisionForm>;

const question = z
  .strictObject({
    id: id('qst'),
    text: z.string(),
    asked_at: time,
    proposal: action.exactOptional(),
    answer: z.strictObject({ text: z.string(), at: time }).exactOptional(),
  })
  .meta({ id: 'Question' }) satisfies z.ZodType<QuestionForm>;

export const affected = z.strictObject({ rows: count.exactOptional(), resources: count.exactOptional() });
export const result = z.enum(['succeeded', 'failed', 'stopped', 'unknown']);

export const outcome = z
  .strictObject({
    redemption: id('rdm'),
    result,
    ran_digest: digest,
    started_at: time,
    ended_at: time,
    summary: z.string().exactOptional(),
    affected: affected.exactOptional(),
    reported_at: time,
  })
  .meta({ id: 'Outcome' }) satisfies z.ZodType<OutcomeForm>;

export const policyReference = z.strictObject({ name: z.string(), version: count, digest });

export const requestForm = z
  .strictObject({
    id: id('req'),
    state,
    effect,
    decided_by: z.enum(['policy', 'people']).exactOptional(),
    revision: count,
    version: count,
    digest,
    action,
    agent: z.strictObject({ id: id('agt'), name: z.string() }),
    executor: id('exe'),
    created_at: time,
    expires_at: time.exactOptional(),
    settled_at: time.exactOptional(),
    review_url: z.string().exactOptional(),
    evaluation: z.strictObject({
      id: id('evl'),
      policy: policyReference,
      rules: z.array(z.strictObject({ id: z.string(), effect })),
    }),
    requirement: requirement.exactOptional(),
    decisions: z.array(decision),
    questions: z.array(question),
    revisions: z.array(z.strictObject({ revision: count, digest, at: time })),
    grant: z.string().exactOptional(),
    grant_expires_at: time.exactOptional(),
    outcome: outcome.exactOptional(),
    why: z.string().exactOptional(),
    next: z.enum(['wait', 'answer', 'redeem', 'report', 'stop']),
  })
  .meta({ id: 'Request' }) satisfies z.ZodType<RequestForm>;

export const timelineEntry = z
  .strictObject({
    id: id('evt'),
    type: z.string(),
    at: time,
    actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string().exactOptional() }),
    via: z.string().exactOptional(),
    assurance: assurance.exactOptional(),
    summary: z.string(),
    text: z.string().exactOptional(),
    leaf: z.string(),
  })
  .meta({ id: 'TimelineEntry' }) satisfies z.ZodType<TimelineEntry>;
