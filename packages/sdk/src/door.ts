import { parseStrictJson } from '@countersign/protocol/strict-json.ts';
import type { Json, Problem } from '@countersign/protocol/wire.ts';
import { CountersignError } from './errors.ts';

/** How this process reaches the server. */
export interface Door {
  /** `{url}/api/v1`. */
  base: string;
  fetch: typeof fetch;
  pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** How often an exchange is tried again while the server is away. */
  retries: number;
}

export interface Exchange {
  method: 'GET' | 'POST';
  path: string;
  bearer: string;
  body?: unknown;
  idempotencyKey?: string | undefined;
  /** The version already known: the answer comes when it differs, or as 304. */
  knownVersion?: number | undefined;
  /** How long the server may hold the answer. */
  waitSeconds?: number;
  signal?: AbortSignal | undefined;
  retries?: number;
}

export interface Answer {
  status: number;
  /** Null for 304. */
  body: Json | null;
  /** The key was used before: this is the first answer again, which may be old. */
  replayed: boolean;
}

/**
 * The server's answer to one exchange, asked again as often as it takes to get one that can be read.
 *
 * Lost connections, 5xx, unreadable JSON and whatever says `Retry-After` are tried again, with the same Idempotency-Key,
 * so that trying twice does nothing twice. After the last attempt it throws `unreachable`: silence is never a yes.
 */
export async function exchange(door: Door, asked: Exchange): Promise<Answer> {
  const retries = asked.retries ?? door.retries;
  for (let attempt = 0; ; attempt++) {
    const got = await once(door, asked);
    if (got.kind === 'answer') return got.answer;
    if (attempt === retries) return lastWord(got);
    const backoff = Math.min(250 * 2 ** attempt, 10_000) * (0.5 + Math.random() / 2);
    const asToldMs = Math.min(got.retryAfterSeconds ?? 0, 60) * 1000;
    await door.pause(Math.max(backoff, asToldMs), asked.signal);
    throwIfOver(asked.signal);
  }
}

/** A refusal that stayed one is an answer after all; only silence and 5xx mean that the server was not there. */
function lastWord({ answer, cause }: Again): Answer {
  if (answer && answer.status < 500) return answer;
  const problem = answer && problemIn(answer);
  throw new CountersignError('unreachable', `Countersign could not be reached: ${String(cause)}.`, { problem, cause });
}

/** The problem in an answer that is not a success; whatever else stands there becomes one with code `unknown`. */
export function problemIn({ status, body }: Pick<Answer, 'status' | 'body'>): Problem {
  const found = body as Partial<Problem> | null;
  if (typeof found?.code === 'string') return { ...found, status } as Problem;
  return {
    type: 'about:blank',
    title: 'Unknown answer',
    status,
    detail: `The server answered ${status}.`,
    code: 'unknown',
  };
}

/** Ends a wait whose time is over, telling a timeout of ours from the caller's own wish. */
export function throwIfOver(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const { reason } = signal;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    throw new CountersignError(
      'timeout',
      'Nobody has decided in the time given. The same key finds the Request again.',
    );
  }
  throw new CountersignError('aborted', 'The caller gave up before anything ran.', { cause: reason });
}

type Again = { kind: 'again'; answer?: Answer; retryAfterSeconds?: number; cause: unknown };
type Attempt = { kind: 'answer'; answer: Answer } | Again;

async function once(door: Door, asked: Exchange): Promise<Attempt> {
  throwIfOver(asked.signal);
  const limit = AbortSignal.timeout(((asked.waitSeconds ?? 0) + 20) * 1000);
  try {
    const response = await door.fetch(`${door.base}${asked.path}`, {
      method: asked.method,
      headers: headers(asked),
      signal: asked.signal ? AbortSignal.any([asked.signal, limit]) : limit,
      // A redirect would carry the credential to a place nobody configured.
      redirect: 'error',
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return judged(response, bytes);
  } catch (cause) {
    throwIfOver(asked.signal);
    return { kind: 'again', cause };
  }
}

function headers(asked: Exchange): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${asked.bearer}`,
    ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(asked.idempotencyKey === undefined ? {} : { 'idempotency-key': asked.idempotencyKey }),
    ...(asked.knownVersion === undefined ? {} : { 'if-none-match': `"${asked.knownVersion}"` }),
  };
}

function judged(response: Response, bytes: Uint8Array): Attempt {
  const { status } = response;
  const told = response.headers.get('retry-after');
  const answer: Answer = {
    status,
    body: status === 304 ? null : parseStrictJson(bytes, generous),
    replayed: response.headers.get('idempotency-replayed') === 'true',
  };
  if (status < 500 && !((status === 409 || status === 429) && told !== null)) return { kind: 'answer', answer };
  const retryAfterSeconds = told !== null && /^\d+$/.test(told) ? Number(told) : 0;
  return { kind: 'again', answer, retryAfterSeconds, cause: `the server answered ${status}` };
}

/** Forms hold whole Actions and evidence, so they may be larger than what a client may send. */
const generous = { maxBytes: 16_777_216, maxDepth: 64, maxValues: 200_000 };
