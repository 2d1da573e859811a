import type { ActionInput } from '@countersign/protocol/action.ts';
import { actionDigest, canonicalAction } from '@countersign/protocol/action.ts';
import { toBase64url } from '@countersign/protocol/base64.ts';
import { newId } from '@countersign/protocol/id.ts';
import type { Action, Envelope, RedeemAnswer, RequestForm, SubmitBody } from '@countersign/protocol/wire.ts';
import type { Waiting } from './await-approval.ts';
import { awaitApproval } from './await-approval.ts';
import type { Credentials } from './calls.ts';
import { redeem, submit } from './calls.ts';
import { throwIfOver } from './door.ts';
import { CountersignError } from './errors.ts';
import { frozenAction, withNonce } from './frozen-action.ts';
import type { Description, Ended } from './run-and-report.ts';
import { reportUnknown, runAndReport } from './run-and-report.ts';

export interface GuardOptions<Value> extends Envelope, Waiting {
  /** Names this step for ever: a restarted process with the same key finds the same Request, and runs nothing twice. */
  key?: string;
  executor?: string;
  expiresInSeconds?: number;
  /** Join this agent's open Request for the same Action, whoever filed it. */
  attach?: boolean;
  /** Add `context.nonce`, where policy marks a member as sensitive. */
  nonce?: boolean;
  /** Give up waiting after this long. The Request stays. */
  timeoutSeconds?: number;
  /** Words and numbers about how it ended, for the Outcome. */
  describe?: (ended: Ended<Value>) => Description;
  /** Proof, from the executor's own records, that an earlier attempt with this redemption never started. */
  didNotStart?: (redemption: RedeemAnswer) => boolean | Promise<boolean>;
}

/**
 * Runs `run` with exactly the Action that was approved, and gives its value; whatever else happens, it throws.
 *
 * Ask, wait, redeem, run, report, in this order. The permission is the 200 to this process's own redemption: a timeout,
 * an error, an unknown state or a replayed answer means that `run` is not called. `run` gets a frozen copy of what was
 * redeemed; the object the caller passed in may change in the meantime and does not matter any more.
 */
export async function guard<Value>(
  caller: Credentials,
  input: ActionInput,
  run: (action: Action) => Value | Promise<Value>,
  options: GuardOptions<Value> = {},
): Promise<Value> {
  const { key, action } = await named(caller, input, options);
  const signal = patienceOf(options);
  const body = { action, digest: await actionDigest(action), ...bodyOf(options) };
  const waiting = { ...options, signal };
  // Not held: a first answer has no version to differ from, so a question asked meanwhile would not end the wait.
  const filed = await submit(caller, body, key, { signal });
  const { request, grant } = await awaitApproval(caller, filed, action, waiting);
  throwIfOver(signal);
  const approved = frozenAction(request.action);
  const redemption = await redeemOnce(caller, { request, grant, action: approved, key });
  if (redemption.replayed && !(await options.didNotStart?.(redemption))) {
    await giveUp(caller, redemption, request, approved);
  }
  return runAndReport(caller, { redemption, action: approved, run, describe: options.describe });
}

/** The step's key and its frozen Action. The nonce, if any, comes out of the key, so that both survive a restart. */
async function named<Value>(caller: Credentials, input: ActionInput, options: GuardOptions<Value>) {
  const key = options.key ?? (await keyOf(frozenAction(input), options.run));
  const action = frozenAction(options.nonce ? await withNonce(input, caller.key, key) : input);
  return { key, action };
}

/** Stable for a run that has an id. Without one nothing tells a restart from doing the same thing again on purpose. */
async function keyOf(action: Action, run: Envelope['run']): Promise<string> {
  if (run?.id === undefined) return newId('key');
  return digestOf(['countersign/step/v1', run.id, run.step ?? '', canonicalAction(action)]);
}

interface Spending {
  request: RequestForm;
  grant: string;
  action: Action;
  key: string;
}

/**
 * Spends the grant under a key that belongs to this step and this grant, in every process that may come back to it.
 *
 * A retry after a lost answer, here or after a restart, is therefore answered with `replayed` and never spends twice.
 */
async function redeemOnce(caller: Credentials, { request, grant, action, key }: Spending): Promise<RedeemAnswer> {
  try {
    const redemption = await redeem(caller, grant, action, await digestOf(['countersign/redeem/v1', key, grant]));
    if (redemption.request === request.id && redemption.digest === request.digest) return redemption;
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    throw new CountersignError(error.code, error.message, { request, problem: error.problem, cause: error.cause });
  }
  throw new CountersignError('refused_at_redemption', 'The redemption is about another Request.', { request });
}

async function giveUp(
  caller: Credentials,
  redemption: RedeemAnswer,
  request: RequestForm,
  action: Action,
): Promise<never> {
  const message = 'This redemption was answered before; an earlier attempt may have run. People have been told.';
  const failure = await reportUnknown(caller, redemption, action).catch((cause: unknown) => cause);
  throw new CountersignError('replayed', message, { request, cause: failure });
}

function patienceOf({ signal, timeoutSeconds }: { signal?: AbortSignal | undefined; timeoutSeconds?: number }) {
  if (timeoutSeconds === undefined) return signal;
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function digestOf(parts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const sentAsTheyAre = ['reason', 'evidence', 'model', 'run', 'executor', 'attach'] as const;

/** What goes along with the Action. A member without a value is absent on the wire. */
function bodyOf<Value>(options: GuardOptions<Value>): Omit<SubmitBody, 'action'> {
  const { expiresInSeconds } = options;
  return {
    ...Object.fromEntries(
      sentAsTheyAre.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
    ),
    ...(expiresInSeconds === undefined ? {} : { expires_in_seconds: expiresInSeconds }),
  };
}
