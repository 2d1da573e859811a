import { z } from 'zod';
import { addComment } from '../../approvals/add-comment.ts';
import { cancelRequest } from '../../approvals/cancel-request.ts';
import { listRequests } from '../../approvals/list-requests.ts';
import { listTimeline } from '../../approvals/list-timeline.ts';
import { reviseRequest } from '../../approvals/revise-request.ts';
import { submitRequest } from '../../approvals/submit-request.ts';
import { limitAction } from '../action-limits.ts';
import { etag, knownVersion, notModified } from '../conditional.ts';
import { defineRoute } from '../define-route.ts';
import { requireRoom } from '../open-calls.ts';
import {
  cancelBody,
  commentBody,
  requestForm,
  requestParams,
  reviseBody,
  state,
  submitBody,
  timelineEntry,
} from '../schemas/requests.ts';
import { risk } from '../schemas/reviews.ts';
import { callersTime, page, pageQuery, text, time, waitSeconds } from '../schemas/words.ts';
import { isOpen, waitForRequest } from '../wait-for-request.ts';

const tag = 'Requests';
const waitQuery = z.strictObject({ wait: waitSeconds });

export const submit = defineRoute({
  method: 'POST',
  path: '/requests',
  operation: 'submitRequest',
  summary: 'Ask for an Action. 200 when policy settled it, 202 when people were asked.',
  tag,
  callers: ['agent'],
  query: waitQuery,
  body: submitBody,
  idempotent: 'required',
  answers: { 200: requestForm, 202: requestForm },
  // Here it is a cross-check of the client's that failed, not a grant that does not fit.
  statuses: { different_action: 400 },
  async handle({ actor, query, body, bodyBytes, idempotencyKey, gone, again }) {
    limitAction(body.action, bodyBytes, '/action');
    if (query.wait > 0) requireRoom(actor);
    const { status, request, replayed } = await submitRequest(actor, { ...body, idempotencyKey });
    const waits = query.wait > 0 && isOpen(request.state);
    const form = waits ? await waitForRequest(actor, request.id, { seconds: query.wait, gone, again }) : request;
    return {
      status,
      body: form,
      headers: { ETag: etag(form.version), ...(replayed && { 'Idempotency-Replayed': 'true' }) },
    };
  },
});

export const list = defineRoute({
  method: 'GET',
  path: '/requests',
  operation: 'listRequests',
  summary: 'Requests, newest first. An agent sees its own.',
  tag,
  callers: ['agent', 'human'],
  roles: ['reviewer', 'auditor', 'admin'],
  query: z.strictObject({
    ...pageQuery,
    state: state.exactOptional(),
    agent: text(200).exactOptional(),
    subject: text(500).exactOptional(),
    resource: text(500).exactOptional(),
    action: text(200).exactOptional(),
    risk: risk.exactOptional(),
    environment: text(100).exactOptional(),
    from: callersTime.exactOptional(),
    to: callersTime.exactOptional(),
    q: text(200).exactOptional(),
  }),
  answers: { 200: page(requestForm.omit({ grant: true, grant_expires_at: true })) },
  async handle({ actor, query: { limit, cursor, ...filters } }) {
    const { items, nextCursor } = await listRequests(actor, { ...filters, limit, ...(cursor && { cursor }) });
    return { status: 200, body: { items, next_cursor: nextCursor } };
  },
});

export const get = defineRoute({
  method: 'GET',
  path: '/requests/:id',
  operation: 'getRequest',
  summary: 'One Request; with `wait`, as soon as it is settled or differs from If-None-Match.',
  tag,
  callers: ['agent', 'executor', 'human'],
  params: requestParams,
  query: waitQuery,
  answers: { 200: requestForm, 304: null },
  async handle({ actor, params, query, header, gone, again }) {
    const known = knownVersion(header('if-none-match'));
    const form = await waitForRequest(actor, params.id, { seconds: query.wait, known, gone, again });
    return form.version === known
      ? notModified(known)
      : { status: 200, body: form, headers: { ETag: etag(form.version) } };
  },
});

export const revise = defineRoute({
  method: 'POST',
  path: '/requests/:id/revisions',
  operation: 'reviseRequest',
  summary: 'Change the Action. Every vote is void, policy is applied afresh.',
  tag,
  callers: ['agent'],
  params: requestParams,
  body: reviseBody,
  idempotent: 'required',
  answers: { 200: requestForm, 202: requestForm },
  async handle({ actor, params, body, bodyBytes, idempotencyKey }) {
    limitAction(body.action, bodyBytes, '/action');
    const { status, request, replayed } = await reviseRequest(actor, { requestId: params.id, ...body, idempotencyKey });
    return {
      status,
      body: request,
      headers: { ETag: etag(request.version), ...(replayed && { 'Idempotency-Replayed': 'true' }) },
    };
  },
});

export const cancel = defineRoute({
  method: 'POST',
  path: '/requests/:id/cancel',
  operation: 'cancelRequest',
  summary: 'Give a Request up before its grant is redeemed.',
  tag,
  callers: ['agent', 'human'],
  roles: ['admin'],
  params: requestParams,
  body: cancelBody,
  idempotent: 'optional',
  answers: { 200: requestForm },
  async handle({ actor, params, body }) {
    return { status: 200, body: await cancelRequest(actor, { requestId: params.id, ...body }) };
  },
});

export const comment = defineRoute({
  method: 'POST',
  path: '/requests/:id/comments',
  operation: 'addComment',
  summary: 'Say something beside a Request. It decides nothing.',
  tag,
  callers: ['human'],
  params: requestParams,
  body: commentBody,
  idempotent: 'optional',
  answers: { 201: z.strictObject({ id: z.string(), at: time }) },
  async handle({ actor, params, body }) {
    return { status: 201, body: await addComment(actor, { requestId: params.id, ...body }) };
  },
});

export const timeline = defineRoute({
  method: 'GET',
  path: '/requests/:id/events',
  operation: 'listTimeline',
  summary: 'What happened to a Request, in order.',
  tag,
  callers: ['agent', 'executor', 'human'],
  params: requestParams,
  answers: { 200: z.strictObject({ items: z.array(timelineEntry) }) },
  async handle({ actor, params }) {
    return { status: 200, body: { items: await listTimeline(actor, params.id) } };
  },
});
