import { z } from 'zod';
import type { CardSection, DecisionBody, QueueRow, ReviewCard, WhyForm, WhyRule } from '#protocol/wire.ts';
import { action } from './action.ts';
import { envelope } from './envelope.ts';
import { decision, effect, policyReference, requirement, slot, state, verdict } from './requests.ts';
import { count, digest, id, text, time } from './words.ts';

export const decisionBody = z
  .strictObject({
    decision: verdict,
    revision: z.int().min(1),
    digest,
    view_digest: digest,
    reason: text(2000).exactOptional(),
    question: text(2000).exactOptional(),
    proposal: action.exactOptional(),
  })
  .refine((body) => body.decision !== 'ask' || body.question !== undefined, {
    path: ['question'],
    error: 'is needed to ask',
  })
  .refine((body) => body.decision === 'ask' || (body.question === undefined && body.proposal === undefined), {
    path: ['question'],
    error: 'belongs to ask only',
  })
  .meta({ id: 'Decide' }) satisfies z.ZodType<DecisionBody>;

export const risk = z.enum(['low', 'elevated', 'high', 'critical']);

export const queueRow = z
  .strictObject({
    id: id('req'),
    state,
    revision: count,
    version: count,
    headline: z.string(),
    action_name: z.string(),
    resource: z.strictObject({ type: z.string(), id: z.string() }),
    environment: z.string(),
    risk,
    agent: z.strictObject({ id: id('agt'), name: z.string() }),
    subject: z.strictObject({ type: z.string(), id: z.string() }),
    slots: z.strictObject({ filled: count, needed: count }),
    created_at: time,
    expires_at: time.exactOptional(),
    settled_at: time.exactOptional(),
  })
  .meta({ id: 'QueueRow' }) satisfies z.ZodType<QueueRow>;

const whyRule = z.strictObject({
  id: z.string(),
  effect,
  mode: z.enum(['active', 'shadow']),
  matched: z.boolean(),
  overridden_by: z.string().exactOptional(),
  message: z.string().exactOptional(),
  clauses: z.array(
    z.strictObject({
      text: z.string(),
      value: z.enum(['true', 'false', 'unknown']),
      facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    }),
  ),
}) satisfies z.ZodType<WhyRule>;

const why = z
  .strictObject({
    policy: policyReference,
    effect,
    rules: z.array(whyRule),
    errors: z.array(z.strictObject({ rule: z.string(), code: z.string() })),
    requirement: requirement.exactOptional(),
    your_slot: z.string().exactOptional(),
    cannot: z.string().exactOptional(),
  })
  .meta({ id: 'Why' }) satisfies z.ZodType<WhyForm>;

const section = z.strictObject({
  id: z.string(),
  title: z.string(),
  pointers: z.array(z.string()),
}) satisfies z.ZodType<CardSection>;

const optionalText = z.string().exactOptional();

export const reviewCard = z
  .strictObject({
    request: id('req'),
    revision: count,
    digest,
    fingerprint: z.string(),
    headline: z.string(),
    kind: z.string(),
    risk: z.strictObject({ level: risk, score: count, factors: z.array(z.string()) }),
    environment: z.string(),
    who: z.strictObject({
      agent: z.strictObject({
        id: id('agt'),
        name: z.string(),
        team: optionalText,
        trust: z.string(),
        first_time: z.boolean(),
      }),
      owner: z.strictObject({ id: z.string(), name: z.string() }),
      credential: z.strictObject({ id: z.string(), prefix: z.string() }),
      model: z.strictObject({ provider: optionalText, name: optionalText, version: optionalText }).exactOptional(),
      run: z
        .strictObject({ id: optionalText, step: optionalText, session: optionalText, url: optionalText })
        .exactOptional(),
      subject: z.strictObject({ type: z.string(), id: z.string(), proof: z.enum(['self', 'acts_for', 'token']) }),
    }),
    action: z.strictObject({ value: action, canonical: z.string(), sections: z.array(section) }),
    blast_radius: z.array(
      z.strictObject({ label: z.string(), value: z.string(), source: z.enum(['agent', 'policy']) }),
    ),
    why,
    agent_text: envelope,
    previous: z.strictObject({ revision: count, action }).exactOptional(),
    state,
    state_line: z.string(),
    deadline: time.exactOptional(),
    not_before: time.exactOptional(),
    grant: z.strictObject({ id: id('grt'), expires_at: time, uses_left: count }).exactOptional(),
    slots: z.array(slot),
    controls: z.array(z.enum(['approve', 'deny', 'ask', 'withdraw', 'revoke'])),
    control_note: optionalText,
    complete: z.boolean(),
    view_digest: digest,
  })
  .meta({ id: 'ReviewCard' }) satisfies z.ZodType<ReviewCard>;

export const decisionAnswer = z
  .strictObject({ decision, state, version: count, slots: z.array(slot) })
  .meta({ id: 'DecisionAnswer' });
