import { actionDigest } from '@countersign/protocol/action.ts';
import type { Action, QuestionForm, RequestForm } from '@countersign/protocol/wire.ts';
import type { Credentials, Patience } from './calls.ts';
import { answer, get, wait } from './calls.ts';
import type { CountersignCode } from './errors.ts';
import { CountersignError } from './errors.ts';
import { isSameButNonce } from './frozen-action.ts';
import { stepFor } from './step.ts';

export interface Waiting extends Patience {
  /** Answers a reviewer. Without it questions stay open, and an open question ends with the deadline. */
  onQuestion?: ((question: QuestionForm, request: RequestForm) => string | Promise<string>) | undefined;
  /** Called with each form while people have not decided yet, e.g. to print `review_url`. */
  onWaiting?: ((request: RequestForm) => void) | undefined;
  whenBlocked?: 'wait' | 'throw' | undefined;
}

export interface Approved {
  request: RequestForm;
  grant: string;
}

/**
 * The approved Request and its grant, once there is one; every other end throws.
 *
 * Each form is checked against the Action in hand before it is believed: whatever was approved, only this may run.
 */
export async function awaitApproval(
  caller: Credentials,
  first: RequestForm,
  action: Action,
  options: Waiting,
): Promise<Approved> {
  const answered = new Set<string>();
  let form = first;
  for (let polls = 0; ; polls++) {
    await mustBeAbout(form, action);
    const step = stepFor(form);
    if (step.kind === 'redeem') return { request: form, grant: step.grant };
    if (step.kind === 'stop') throw new CountersignError(step.code, sentence(step.code, form), { request: form });
    if (form.state === 'blocked' && options.whenBlocked === 'throw') {
      throw new CountersignError('blocked', sentence('blocked', form), { request: form });
    }
    options.onWaiting?.(form);
    await answerQuestions(caller, form, answered, options);
    form = await withRequest(form, () => later(caller, form, polls, options));
  }
}

/** While approved the server holds no answer, so the grant that is still being logged is asked for in small steps. */
async function later(caller: Credentials, form: RequestForm, polls: number, options: Waiting): Promise<RequestForm> {
  if (form.state !== 'approved') return wait(caller, form, options);
  await caller.door.pause(Math.min(100 * 2 ** Math.min(polls, 5), 2_000), options.signal);
  return get(caller, form.id, { signal: options.signal });
}

async function answerQuestions(
  caller: Credentials,
  form: RequestForm,
  answered: Set<string>,
  options: Waiting,
): Promise<void> {
  const open = form.questions.filter(({ id, answer: given }) => given === undefined && !answered.has(id));
  for (const question of options.onQuestion ? open : []) {
    answered.add(question.id);
    const text = await options.onQuestion!(question, form);
    await answer(caller, form.id, question.id, text, options);
  }
}

async function mustBeAbout(form: RequestForm, action: Action): Promise<void> {
  const same = isSameButNonce(form.action, action) && (await actionDigest(form.action)) === form.digest;
  if (same) return;
  throw new CountersignError('different_action', 'The Request is about another Action now, so this one does not run.', {
    request: form,
  });
}

/** An error on the way keeps the Request in hand, so that the caller can find it again. */
async function withRequest<Value>(request: RequestForm, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CountersignError) || error.request !== undefined) throw error;
    throw new CountersignError(error.code, error.message, { request, problem: error.problem, cause: error.cause });
  }
}

const sentences: Partial<Record<CountersignCode, string>> = {
  denied: 'This Action was denied',
  expired: 'Nobody decided before the deadline',
  cancelled: 'The Request was cancelled',
  revoked: 'The approval was revoked',
  blocked: 'Nobody can approve this Request',
  already_ran: 'This step was redeemed before, so it is not run again. A new step needs another key or run step',
  unknown_state: 'The server is in a state this version does not know',
};

function sentence(code: CountersignCode, form: RequestForm): string {
  const spoken = form.decisions?.findLast(({ decision }) => decision === 'deny')?.reason;
  const why = form.why ?? spoken;
  return `${sentences[code] ?? code} (${form.id})${why ? `: ${why}` : ''}.`;
}
