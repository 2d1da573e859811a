import { z } from 'zod';
import { answerQuestion } from '../../approvals/answer-question.ts';
import { getCard } from '../../approvals/get-card.ts';
import { recordDecision } from '../../approvals/record-decision.ts';
import { withdrawDecision } from '../../approvals/withdraw-decision.ts';
import { limitAction } from '../action-limits.ts';
import { defineRoute } from '../define-route.ts';
import { answerBody, requestForm, requestParams, slot, state } from '../schemas/requests.ts';
import { decisionAnswer, decisionBody, reviewCard } from '../schemas/reviews.ts';
import { count, id } from '../schemas/words.ts';

const tag = 'Decisions';

export const card = defineRoute({
  method: 'GET',
  path: '/requests/:id/card',
  operation: 'getCard',
  summary: 'Everything there is to see of a Request. For a reviewer this is recorded as having been shown it.',
  tag,
  callers: ['human'],
  roles: ['reviewer', 'auditor'],
  params: requestParams,
  answers: { 200: reviewCard },
  async handle({ actor, params }) {
    return { status: 200, body: await getCard(actor, params.id) };
  },
});

export const decide = defineRoute({
  method: 'POST',
  path: '/requests/:id/decisions',
  operation: 'recordDecision',
  summary: 'Approve, deny or ask, on the revision and digest that were on the screen.',
  tag,
  callers: ['human'],
  roles: ['reviewer'],
  params: requestParams,
  body: decisionBody,
  idempotent: 'optional',
  answers: { 200: decisionAnswer },
  async handle({ actor, params, body, bodyBytes }) {
    if (body.proposal) limitAction(body.proposal, bodyBytes, '/proposal');
    return { status: 200, body: await recordDecision(actor, { requestId: params.id, ...body }) };
  },
});

export const withdraw = defineRoute({
  method: 'POST',
  path: '/requests/:id/decisions/:decision/withdraw',
  operation: 'withdrawDecision',
  summary: "Take back one's own decision while the Request is pending.",
  tag,
  callers: ['human'],
  roles: ['reviewer'],
  params: z.strictObject({ id: id('req'), decision: id('dec') }),
  idempotent: 'optional',
  answers: { 200: z.strictObject({ state, version: count, slots: z.array(slot) }) },
  async handle({ actor, params }) {
    return {
      status: 200,
      body: await withdrawDecision(actor, { requestId: params.id, decisionId: params.decision }),
    };
  },
});

export const answerAsked = defineRoute({
  method: 'POST',
  path: '/requests/:id/questions/:question/answer',
  operation: 'answerQuestion',
  summary: "Answer a reviewer's question. It does not change the Action.",
  tag,
  callers: ['agent'],
  params: z.strictObject({ id: id('req'), question: id('qst') }),
  body: answerBody,
  idempotent: 'optional',
  answers: { 200: requestForm },
  async handle({ actor, params, body }) {
    const form = await answerQuestion(actor, { requestId: params.id, questionId: params.question, ...body });
    return { status: 200, body: form };
  },
});
