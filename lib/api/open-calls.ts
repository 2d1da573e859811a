import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { callerKey } from './rate-limits.ts';

/** Enough for an agent that runs many things at once; a loop that leaks waits meets it soon. */
export const mostOpenCalls = 50;

const open = new Map<string, number>();

/**
 * Count one more long-poll or stream of this caller. Returns what takes it off again, which works once.
 *
 * @throws Refusal `too_many_waits`
 */
export function holdOpen(caller: Actor): () => void {
  requireRoom(caller);
  const key = callerKey(caller);
  open.set(key, (open.get(key) ?? 0) + 1);
  let released = false;
  return () => {
    if (released) return;
    released = true;
    const left = (open.get(key) ?? 1) - 1;
    if (left > 0) open.set(key, left);
    else open.delete(key);
  };
}

/** For a call that changes something first and then waits. @throws Refusal `too_many_waits` */
export function requireRoom(caller: Actor): void {
  if ((open.get(callerKey(caller)) ?? 0) < mostOpenCalls) return;
  throw new Refusal('too_many_waits', `At most ${mostOpenCalls} waits and streams may be open with one credential.`);
}
