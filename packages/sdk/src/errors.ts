import type { Problem, RequestForm } from '@countersign/protocol/wire.ts';

/** Why nothing ran; only `ran_but_not_reported` says that something did. */
export type CountersignCode =
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'revoked'
  | 'blocked'
  | 'already_ran'
  | 'different_action'
  | 'refused_at_redemption'
  | 'replayed'
  | 'rejected'
  | 'forbidden'
  | 'unauthenticated'
  | 'unreachable'
  | 'unknown_state'
  | 'timeout'
  | 'aborted'
  | 'ran_but_not_reported';

export interface CountersignErrorParts {
  /** The Request as last seen: its id finds it again, its `why` and decisions carry the reviewer's words. */
  request?: RequestForm | undefined;
  /** What the server answered, where it answered with a problem. */
  problem?: Problem | undefined;
  cause?: unknown;
}

/** The one error this package throws when it was asked to guard something. Switch on `code`; the list is closed. */
export class CountersignError extends Error {
  readonly code: CountersignCode;
  readonly request: RequestForm | undefined;
  readonly problem: Problem | undefined;

  constructor(code: CountersignCode, message: string, parts: CountersignErrorParts = {}) {
    super(message, 'cause' in parts ? { cause: parts.cause } : undefined);
    this.name = 'CountersignError';
    this.code = code;
    this.request = parts.request;
    this.problem = parts.problem;
  }
}
