import { z } from 'zod';
import { getGrant } from '../../grants/get-grant.ts';
import { redeemGrant } from '../../grants/redeem-grant.ts';
import { reportOutcome } from '../../grants/report-outcome.ts';
import { revokeGrant } from '../../grants/revoke-grant.ts';
import { limitAction } from '../action-limits.ts';
import { defineRoute } from '../define-route.ts';
import { grantForm, outcomeBody, redeemAnswer, redeemBody, revokeBody } from '../schemas/grants.ts';
import { outcome, requestParams } from '../schemas/requests.ts';
import { id } from '../schemas/words.ts';

const tag = 'Grants';
const grantParams = z.strictObject({ id: id('grt') });

export const redeem = defineRoute({
  method: 'POST',
  path: '/grants/redeem',
  operation: 'redeemGrant',
  summary: 'Spend a grant on exactly the Action it was given for. Run only after a 200 of your own.',
  tag,
  callers: ['agent', 'executor'],
  body: redeemBody,
  idempotent: 'required',
  answers: { 200: redeemAnswer },
  async handle({ actor, body, bodyBytes, idempotencyKey }) {
    limitAction(body.action, bodyBytes, '/action');
    const answer = await redeemGrant(actor, { ...body, idempotencyKey });
    return { status: 200, body: answer, ...(answer.replayed && { headers: { 'Idempotency-Replayed': 'true' } }) };
  },
});

export const report = defineRoute({
  method: 'POST',
  path: '/requests/:id/outcome',
  operation: 'reportOutcome',
  summary: 'Say what happened when it ran. One Outcome per redemption.',
  tag,
  callers: ['agent', 'executor'],
  params: requestParams,
  body: outcomeBody,
  idempotent: 'required',
  answers: { 200: outcome },
  async handle({ actor, params, body, idempotencyKey }) {
    return { status: 200, body: await reportOutcome(actor, { requestId: params.id, ...body, idempotencyKey }) };
  },
});

export const get = defineRoute({
  method: 'GET',
  path: '/grants/:id',
  operation: 'getGrant',
  summary: 'How a grant stands.',
  tag,
  callers: ['agent', 'executor', 'human'],
  params: grantParams,
  answers: { 200: grantForm },
  async handle({ actor, params }) {
    return { status: 200, body: await getGrant(actor, params.id) };
  },
});

export const revoke = defineRoute({
  method: 'POST',
  path: '/grants/:id/revoke',
  operation: 'revokeGrant',
  summary: 'Withdraw a grant. Before it is redeemed the Request becomes revoked; after, the executor is told to stop.',
  tag,
  callers: ['agent', 'human'],
  roles: ['reviewer', 'admin'],
  params: grantParams,
  body: revokeBody,
  idempotent: 'optional',
  answers: { 200: grantForm },
  async handle({ actor, params, body }) {
    return { status: 200, body: await revokeGrant(actor, { grantId: params.id, ...body }) };
  },
});
