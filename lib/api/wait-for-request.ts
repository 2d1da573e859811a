import type { RequestForm, RequestState } from '#protocol/wire.ts';
import { getRequest } from '../approvals/get-request.ts';
import type { RequestVersion } from '../approvals/list-versions.ts';
import type { Actor } from '../identity/actor.ts';
import { holdOpen } from './open-calls.ts';
import { waits } from './waits.ts';

export interface Waiting {
  seconds: number;
  /** From If-None-Match: the version the caller already has. */
  known?: number | undefined;
  gone(): AbortSignal;
  /** The caller once more, from the same credential: a wait may outlive it. */
  again(): Promise<Actor>;
}

/**
 * The caller's Request as soon as it is worth reading: it is settled, or past the version the caller knows; at the
 * latest when `seconds` are over.
 *
 * The wait starts before the first read, so a change between the two is either in what was read or announced after.
 * Each read is the verb's own, under the authority the caller has at that moment.
 */
export async function waitForRequest(actor: Actor, requestId: string, waiting: Waiting): Promise<RequestForm> {
  if (waiting.seconds === 0) return getRequest(actor, requestId);
  const release = holdOpen(actor);
  const enough = (now: Pick<RequestVersion, 'state' | 'version'> & { due?: boolean }) =>
    !isOpen(now.state) || now.due === true || (waiting.known !== undefined && now.version !== waiting.known);
  const wait = waits().start({ requestId, milliseconds: waiting.seconds * 1000, enough, gone: waiting.gone() });
  try {
    const form = await getRequest(actor, requestId);
    if (enough(form)) return form;
    await wait.changed;
    return await getRequest(await waiting.again(), requestId);
  } finally {
    wait.stop();
    release();
  }
}

export function isOpen(state: RequestState): boolean {
  return state === 'pending' || state === 'blocked';
}
