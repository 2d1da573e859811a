import type { Problem } from '#protocol/wire.ts';
import { somebodyIsHere } from './presence.ts';

/** A call the server refused, with its problem details; `code` is the member to switch on. */
export class ProblemError extends Error {
  readonly problem: Problem & Record<string, unknown>;
  constructor(problem: Problem & Record<string, unknown>) {
    super(problem.detail);
    this.problem = problem;
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
}

/** The call never got an answer: offline, cut, or something between us and the server spoke instead of it. */
export class UnreachableError extends Error {
  constructor() {
    super('The server could not be reached. Nothing was changed.');
  }
}

/**
 * The JSON answer of one call to our API.
 *
 * Throws `ProblemError` for a refusal and `UnreachableError` for no answer, and nothing else, so a caller that handles
 * these two has handled everything.
 */
export async function api<Answer>(
  path: string,
  init?: { method?: 'POST' | 'PATCH'; body?: unknown; signal?: AbortSignal },
): Promise<Answer> {
  const method = init?.method ?? 'GET';
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(init?.body !== undefined && { 'content-type': 'application/json' }),
      // An open tab asks for news by itself. That must not keep a session alive which nobody sits in front of.
      ...(method === 'GET' && !somebodyIsHere() && { 'x-countersign-background': '1' }),
    },
    credentials: 'same-origin',
    cache: 'no-store',
    ...(init?.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    ...(init?.signal ? { signal: init.signal } : {}),
  }).catch((cause: unknown) => {
    if (init?.signal?.aborted) throw cause;
    throw new UnreachableError();
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  throw new ProblemError(
    isProblem(body)
      ? body
      : {
          type: 'about:blank',
          title: response.statusText,
          status: response.status,
          code: 'unknown',
          detail: `The server failed on this (${response.status}). ${reference(body)}`,
        },
  );
}

/** What to quote to whoever runs the server: a 500 carries its trace id and nothing else. */
function reference(body: unknown): string {
  const trace = typeof body === 'object' && body !== null && 'trace_id' in body ? body.trace_id : undefined;
  return typeof trace === 'string' ? `Reference ${trace}.` : 'Trying again may help.';
}

function isProblem(body: unknown): body is Problem & Record<string, unknown> {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

/** What to tell a person about a call that failed. */
export function sentence(error: unknown): string {
  // The server's own words for it are meant for callers with a key.
  if (error instanceof ProblemError && error.code === 'unauthenticated') return 'Your session has ended.';
  return error instanceof ProblemError || error instanceof UnreachableError
    ? error.message
    : 'Something unexpected happened in this page.';
}
