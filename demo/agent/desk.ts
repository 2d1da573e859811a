import { type Client, CountersignError } from '@countersign/sdk';
import type { Place } from '../runner/run-approved.ts';
import { type Asking, askAndRun, sentenceOf } from './ask-and-run.ts';
import { errands } from './errands.ts';
import type { Memory, Step } from './memory.ts';
import type { AgentName } from './proposal.ts';
import { say } from './say.ts';

export interface Desk {
  memory: Memory;
  place: Place;
  agents: Record<AgentName, { id: string; gate: Client }>;
  /** The client of a program that presents something else first; for one errand, to show what then happens. */
  dishonest: Client;
  signal: AbortSignal;
  pace: Pace;
}

export interface Pace {
  /** How many requests are kept open. */
  open: number;
  betweenMilliseconds: number;
  /** After a request that nobody decided. Doubles each time, up to an hour: an empty office gets no pile. */
  afterSilenceMilliseconds: number;
}

/**
 * Work until told to stop: go on with what is open, and ask for the next thing whenever there is room.
 *
 * Resolves when the signal is given and whatever was running has ended and is reported.
 */
export async function work(desk: Desk): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const follow = (step: Step) => {
    const one = seeThrough(desk, step).finally(() => underWay.delete(one));
    underWay.add(one);
  };
  for (const step of [...desk.memory.open]) {
    say('', `going on with: ${step.errand}`);
    follow(step);
  }
  while (!desk.signal.aborted) {
    const step = underWay.size < desk.pace.open ? await fileNext(desk) : undefined;
    if (step) follow(step);
    await rest(desk.pace.betweenMilliseconds, desk.signal);
  }
  await Promise.all(underWay);
}

/** The next errand that has something to do and none of its kind open: two of a kind would get in each other's way. */
async function fileNext({ memory, place, agents }: Desk): Promise<Step | undefined> {
  for (let offset = 0; offset < errands.length; offset++) {
    const errand = errands[(memory.next + offset) % errands.length]!;
    if (memory.open.some((step) => step.errand === errand.name)) continue;
    try {
      const turn = { step: memory.next, agentId: agents[errand.agent].id };
      const proposal = await errand.propose(place.shop, turn);
      if (!proposal) continue;
      say(errand.agent, `wants to ${errand.name}. ${proposal.reason}`);
      return memory.begin(errand.name, proposal);
    } catch (error) {
      say(errand.agent, `could not look at the shop for "${errand.name}": ${sentenceOf(error)}`);
    }
  }
  return undefined;
}

/** One step to its end. Whoever cannot be reached is asked again; every answer that is one ends it. */
async function seeThrough(desk: Desk, step: Step): Promise<void> {
  const errand = errands.find(({ name }) => name === step.errand);
  if (!errand) return desk.memory.end(step);
  const gate = step.number < errands.length && errand.triesAnother ? desk.dishonest : desk.agents[errand.agent].gate;
  const asking = { gate, place: desk.place, errand, step, run: desk.memory.run, signal: desk.signal };
  while (!desk.signal.aborted) {
    const end = await attempt(asking);
    if (end === 'again') await rest(5_000, desk.signal);
    else {
      if (end === 'silence') await silence(desk);
      if (end !== 'stopped') desk.memory.end(step);
      return;
    }
  }
}

type End = 'ended' | 'silence' | 'again' | 'stopped';

async function attempt(asking: Asking): Promise<End> {
  const { errand } = asking;
  try {
    const { summary } = await askAndRun(asking);
    say(errand.agent, `was allowed to ${errand.name}, and did. ${summary}`);
    return 'ended';
  } catch (error) {
    const end = endOf(error);
    if (end !== 'stopped') say(errand.agent, `${said[end]} ${errand.name}. ${sentenceOf(error)}`);
    return end;
  }
}

const said = {
  ended: 'did not',
  silence: 'got no answer and did not',
  again: 'tries again to',
} satisfies Record<Exclude<End, 'stopped'>, string>;

function endOf(error: unknown): End {
  if (!(error instanceof CountersignError)) return 'ended';
  if (error.code === 'aborted') return 'stopped';
  if (error.code === 'expired') return 'silence';
  const reopened = ['policy_stricter', 'approver_ineligible'].includes(error.problem?.code ?? '');
  const notNow = ['queue_full', 'rate_limited'].includes(error.problem?.code ?? '');
  return error.code === 'unreachable' || reopened || notNow ? 'again' : 'ended';
}

async function silence({ pace, signal }: Desk): Promise<void> {
  await rest(pace.afterSilenceMilliseconds, signal);
  pace.afterSilenceMilliseconds = Math.min(pace.afterSilenceMilliseconds * 2, 3_600_000);
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
