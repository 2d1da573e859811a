import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';

interface Bucket {
  tokens: number;
  /** Of `performance.now()`. */
  filledAt: number;
}

const minute = 60_000;
const buckets = { reads: new Map<string, Bucket>(), writes: new Map<string, Bucket>() };

/**
 * Take one call out of the caller's bucket and write RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)
 * into `headers`, or refuse.
 *
 * Per credential and per process: a deployment of n replicas lets through at most n times as much. This guards the
 * process; what guards people is the limit on open Requests, which the database counts.
 */
export function takeFromLimit(caller: Actor, kind: 'reads' | 'writes', headers: Record<string, string>): void {
  const perMinute = kind === 'writes' ? env().RATE_WRITES_PER_MINUTE : env().RATE_READS_PER_MINUTE;
  const burst = kind === 'writes' ? env().RATE_WRITES_BURST : env().RATE_READS_PER_MINUTE;
  const now = performance.now();
  const bucket = bucketOf(buckets[kind], callerKey(caller), burst, now);
  bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) * perMinute) / minute);
  bucket.filledAt = now;

  const enough = bucket.tokens >= 1;
  if (enough) bucket.tokens -= 1;
  const untilNext = Math.ceil(((1 - Math.min(bucket.tokens, 1)) * minute) / perMinute / 1000);
  headers['RateLimit-Policy'] = `"${kind}";q=${perMinute};w=60`;
  headers.RateLimit = `"${kind}";r=${Math.floor(bucket.tokens)};t=${untilNext}`;
  if (!enough) {
    const detail = `At most ${perMinute} ${kind} a minute with this credential. Slow down and try again.`;
    throw new Refusal('rate_limited', detail, { retry_after_seconds: untilNext });
  }
}

/** What limits hang on: the credential or the session, never the address a call came from. */
export function callerKey(caller: Actor): string {
  return caller.kind === 'human' ? caller.sessionId : caller.credentialId;
}

function bucketOf(all: Map<string, Bucket>, key: string, burst: number, now: number): Bucket {
  const known = all.get(key);
  if (known) return known;
  if (all.size >= 10_000) forgetIdle(all, now);
  const fresh = { tokens: burst, filledAt: now };
  all.set(key, fresh);
  return fresh;
}

/** A bucket untouched for a minute or more is as good as full. */
function forgetIdle(all: Map<string, Bucket>, now: number): void {
  for (const [key, bucket] of all) if (now - bucket.filledAt > minute) all.delete(key);
}
