import { isId } from '@countersign/protocol/id.ts';
import type { Action, Json, OutcomeBody, RedeemAnswer, RequestForm, SubmitBody } from '@countersign/protocol/wire.ts';
import type { Answer, Door, Exchange } from './door.ts';
import { exchange, problemIn } from './door.ts';
import { CountersignError } from './errors.ts';
import { isRequestForm } from './step.ts';

export interface Credentials {
  door: Door;
  /** The agent's key: asks, waits, answers. */
  key: string;
  /** The executor's key: redeems and reports. */
  executorKey: string;
}

export interface Patience {
  /** 0 to 60: how long the server may hold an answer. */
  waitSeconds?: number;
  signal?: AbortSignal | undefined;
}

export interface Revision {
  action: Action;
  reason?: string;
  evidence?: SubmitBody['evidence'];
  /** The question whose proposal this adopts. */
  adopts?: string;
}

/**
 * File an Action. The same key and body find the same Request again, also from another process.
 *
 * A repeated key gets the first answer again, so the Request is then read as it is now.
 */
export async function submit(
  caller: Credentials,
  body: SubmitBody,
  idempotencyKey: string,
  patience: Patience = {},
): Promise<RequestForm> {
  const path = `/requests?wait=${patience.waitSeconds ?? 0}`;
  const answer = await ask(caller, { method: 'POST', path, body, idempotencyKey, ...patience });
  const form = formIn(answer);
  return answer.replayed ? get(caller, form.id, { signal: patience.signal }) : form;
}

/** The Request as it is now. */
export async function get(caller: Credentials, requestId: string, patience: Patience = {}): Promise<RequestForm> {
  return formIn(await ask(caller, { method: 'GET', path: `/requests/${requestId}`, ...patience }));
}

/**
 * The Request once it differs from the one in hand, or the same one when the server has held the answer long enough.
 *
 * Patient: a server that restarts is asked again for about ten minutes, since a decision outlives any replica.
 */
export async function wait(caller: Credentials, known: RequestForm, patience: Patience = {}): Promise<RequestForm> {
  const waitSeconds = patience.waitSeconds ?? 30;
  const path = `/requests/${known.id}?wait=${waitSeconds}`;
  const answer = await ask(caller, {
    method: 'GET',
    path,
    ...patience,
    waitSeconds,
    knownVersion: known.version,
    retries: Math.max(60, caller.door.retries),
  });
  return answer.status === 304 ? known : formIn(answer);
}

/**
 * Spend the grant on this Action. Only what this returns, without `replayed`, permits a run.
 *
 * With `replayed`, an earlier attempt under the same key was the one that counted, and it may have started already.
 */
export async function redeem(
  caller: Credentials,
  grant: string,
  action: Action,
  idempotencyKey: string,
): Promise<RedeemAnswer> {
  const asked = {
    method: 'POST',
    path: '/grants/redeem',
    bearer: caller.executorKey,
    body: { grant, action },
  } as const;
  const answer = await exchange(caller.door, { ...asked, idempotencyKey });
  if (answer.status === 200 && isRedeemAnswer(answer.body)) return answer.body;
  const problem = problemIn(answer);
  throw new CountersignError('refused_at_redemption', `The grant was not redeemed: ${problem.detail}`, { problem });
}

/** Tell what happened when it ran. */
export async function report(
  caller: Credentials,
  requestId: string,
  body: OutcomeBody,
  idempotencyKey: string,
): Promise<void> {
  const path = `/requests/${requestId}/outcome`;
  const bearer = caller.executorKey;
  await accepted(await exchange(caller.door, { method: 'POST', path, bearer, body, idempotencyKey }));
}

export async function cancel(caller: Credentials, requestId: string, reason: string): Promise<void> {
  await ask(caller, { method: 'POST', path: `/requests/${requestId}/cancel`, body: { reason } });
}

/** Change the Action of an open Request. Every vote on the former one is void. */
export async function revise(
  caller: Credentials,
  requestId: string,
  body: Revision,
  idempotencyKey: string,
): Promise<RequestForm> {
  return formIn(await ask(caller, { method: 'POST', path: `/requests/${requestId}/revisions`, body, idempotencyKey }));
}

/** Answer a reviewer's question. It cannot change the Action. */
export async function answer(
  caller: Credentials,
  requestId: string,
  questionId: string,
  text: string,
  patience: Patience = {},
): Promise<void> {
  const path = `/requests/${requestId}/questions/${questionId}/answer`;
  // The question is the key: a retry after a lost answer says it once.
  await ask(caller, {
    method: 'POST',
    path,
    body: { answer: text },
    idempotencyKey: questionId,
    signal: patience.signal,
  });
}

async function ask(caller: Credentials, asked: Omit<Exchange, 'bearer'>): Promise<Answer> {
  return accepted(await exchange(caller.door, { ...asked, bearer: caller.key }));
}

function accepted(answer: Answer): Answer {
  if (answer.status < 300 || answer.status === 304) return answer;
  const problem = problemIn(answer);
  const code = answer.status === 401 ? 'unauthenticated' : answer.status === 403 ? 'forbidden' : 'rejected';
  throw new CountersignError(code, problem.detail ?? problem.code, { problem });
}

function formIn({ body }: Answer): RequestForm {
  if (isRequestForm(body)) return body;
  throw new CountersignError('unknown_state', 'The server answered with something that is not a Request.');
}

function isRedeemAnswer(body: Json | null): body is Json & RedeemAnswer {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return isId(body.redemption, 'rdm') && isId(body.request, 'req') && typeof body.digest === 'string';
}
