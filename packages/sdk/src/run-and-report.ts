import { actionDigest } from '@countersign/protocol/action.ts';
import type { Action, OutcomeBody, RedeemAnswer } from '@countersign/protocol/wire.ts';
import type { Credentials } from './calls.ts';
import { report } from './calls.ts';
import { CountersignError } from './errors.ts';

export type Ended<Value> = { value: Value } | { error: unknown };
export type Description = Pick<OutcomeBody, 'summary' | 'result_digest' | 'affected'>;

export interface Running<Value> {
  redemption: RedeemAnswer;
  action: Action;
  run: (action: Action) => Value | Promise<Value>;
  describe?: ((ended: Ended<Value>) => Description) | undefined;
}

/**
 * Runs exactly the redeemed Action and reports how it ended; gives the run's value or throws the run's error.
 *
 * `ran_digest` is computed over the very object that `run` was handed. Of an error only its name is reported, since
 * messages tend to quote secrets; `describe` may say more.
 */
export async function runAndReport<Value>(caller: Credentials, running: Running<Value>): Promise<Value> {
  const startedAt = new Date();
  const ended = await attempt(running);
  const outcome: OutcomeBody = {
    ...outcomeOf(running.redemption, startedAt),
    result: 'value' in ended ? 'succeeded' : 'failed',
    ran_digest: await actionDigest(running.action),
    ...('error' in ended ? { summary: nameOf(ended.error) } : {}),
    ...running.describe?.(ended),
  };
  await mustReport(caller, running.redemption, outcome, ended);
  if ('error' in ended) throw ended.error;
  return ended.value;
}

/** For an executor that cannot know whether an earlier attempt started: people have to look. */
export async function reportUnknown(caller: Credentials, redemption: RedeemAnswer, action: Action): Promise<void> {
  await report(
    caller,
    redemption.request,
    {
      ...outcomeOf(redemption, new Date()),
      result: 'unknown',
      ran_digest: await actionDigest(action),
      summary: 'The redemption had been answered before; whether that attempt ran is not known here.',
    },
    redemption.redemption,
  );
}

function outcomeOf(redemption: RedeemAnswer, startedAt: Date) {
  return {
    redemption: redemption.redemption,
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
  };
}

async function attempt<Value>({ run, action }: Running<Value>): Promise<Ended<Value>> {
  try {
    return { value: await run(action) };
  } catch (error) {
    return { error };
  }
}

async function mustReport<Value>(
  caller: Credentials,
  redemption: RedeemAnswer,
  outcome: OutcomeBody,
  ended: Ended<Value>,
): Promise<void> {
  try {
    await report(caller, redemption.request, outcome, redemption.redemption);
  } catch (failure) {
    throw new RanButNotReported(outcome, ended, failure);
  }
}

/** It ran, and the server does not know: `outcome` is what to report later, `ended` what the run gave or threw. */
export class RanButNotReported<Value = unknown> extends CountersignError {
  readonly outcome: OutcomeBody;
  readonly ended: Ended<Value>;

  constructor(outcome: OutcomeBody, ended: Ended<Value>, cause: unknown) {
    const problem = cause instanceof CountersignError ? cause.problem : undefined;
    super('ran_but_not_reported', `It ran (${outcome.result}), but that could not be reported.`, { problem, cause });
    this.name = 'RanButNotReported';
    this.outcome = outcome;
    this.ended = ended;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'The run threw something that is not an Error.';
}
