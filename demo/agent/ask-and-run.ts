import type { Action, Client, GuardOptions, RequestForm } from '@countersign/sdk';
import type { Ran } from '../runner/ran.ts';
import { hasRun, type Place, runApproved } from '../runner/run-approved.ts';
import { answer } from './answer.ts';
import type { Step } from './memory.ts';
import type { Errand } from './proposal.ts';
import { say } from './say.ts';

export interface Asking {
  gate: Client;
  place: Place;
  errand: Errand;
  step: Step;
  run: string;
  signal: AbortSignal;
}

/**
 * Ask for the step, wait for people, and do exactly what they approved; throws in every other case.
 *
 * Called again for the same step, in this process or after a restart, it goes on with the same Request.
 */
export async function askAndRun(asking: Asking): Promise<Ran> {
  const { gate, place, step } = asking;
  return gate.guard(step.proposal.action, (approved: Action) => runApproved(place, step.key, approved), {
    ...wordsOf(asking),
    ...patienceOf(asking),
    key: step.key,
    describe: (ended) => ('value' in ended ? described(ended.value) : { summary: sentenceOf(ended.error) }),
    didNotStart: async () => !(await hasRun(place.shop, step.key)),
  });
}

/** What goes along with the Action, the same each time. */
function wordsOf({ step, run }: Asking) {
  const { reason, evidence } = step.proposal;
  return {
    reason,
    evidence,
    model: { provider: 'countersign-demo', name: 'scripted-agent', version: '1' },
    run: { id: run, step: String(step.number) },
  };
}

function patienceOf({ errand, place, step, signal }: Asking): GuardOptions<Ran> {
  let announced = false;
  return {
    signal,
    onWaiting: (form) => {
      if (!announced) say(errand.agent, `waits for people: ${errand.name} ${form.review_url ?? form.id}`);
      announced = true;
    },
    onQuestion: async (question, form: RequestForm) => {
      say(errand.agent, `was asked: ${question.text}`);
      const said = await answer(question, { place, errand, proposal: step.proposal, action: form.action });
      say(errand.agent, `answered: ${said}`);
      return said;
    },
  };
}

function described({ summary, rows, resources, resultDigest }: Ran) {
  const affected = { ...(rows !== undefined && { rows }), ...(resources !== undefined && { resources }) };
  return {
    summary,
    ...(Object.keys(affected).length > 0 && { affected }),
    ...(resultDigest !== undefined && { result_digest: resultDigest }),
  };
}

/** The demo's own errors quote no secret, so its reviewers may read them. */
export function sentenceOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2000);
}
