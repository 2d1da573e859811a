import type { ActionInput } from '@countersign/protocol/action.ts';
import type { Action, OutcomeBody, RedeemAnswer, RequestForm, SubmitBody } from '@countersign/protocol/wire.ts';
import type { Credentials, Patience, Revision } from './calls.ts';
import * as calls from './calls.ts';
import type { GuardOptions } from './guard.ts';
import { guard } from './guard.ts';
import { pause } from './pause.ts';

export interface CountersignOptions {
  /** The server's address, without a path. */
  url: string;
  /** The agent's API key or workload token. */
  key: string;
  /** The executor's key, where another credential redeems; an agent of grade `cooperative` redeems with its own. */
  executorKey?: string;
  /** How often an exchange is tried again while the server is away: 8, which is about 40 seconds. */
  retries?: number;
  /** Allow plain HTTP to something else than loopback, e.g. inside one container network. */
  insecure?: boolean;
  fetch?: typeof fetch;
  pause?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What an agent or executor does with Countersign: `guard` for everybody, the single steps for those who need them. */
export interface Client {
  guard<Value>(
    action: ActionInput,
    run: (action: Action) => Value | Promise<Value>,
    options?: GuardOptions<Value>,
  ): Promise<Value>;
  submit(body: SubmitBody, idempotencyKey: string, patience?: Patience): Promise<RequestForm>;
  get(requestId: string, patience?: Patience): Promise<RequestForm>;
  wait(known: RequestForm, patience?: Patience): Promise<RequestForm>;
  redeem(grant: string, action: Action, idempotencyKey: string): Promise<RedeemAnswer>;
  report(requestId: string, outcome: OutcomeBody, idempotencyKey: string): Promise<void>;
  cancel(requestId: string, reason: string): Promise<void>;
  revise(requestId: string, revision: Revision, idempotencyKey: string): Promise<RequestForm>;
  answer(requestId: string, questionId: string, text: string): Promise<void>;
}

/** A client for one server and one agent. Nothing is sent before it is used. */
export function countersign(options: CountersignOptions): Client {
  const executorKey = options.executorKey ?? options.key;
  const caller: Credentials = {
    key: options.key,
    executorKey,
    door: {
      base: `${origin(options)}/api/v1`,
      fetch: options.fetch ?? ((...asked) => fetch(...asked)),
      pause: options.pause ?? pause,
      retries: options.retries ?? 8,
    },
  };
  return {
    guard: (action, run, guarding) => guard(caller, action, run, guarding),
    submit: (...input) => calls.submit(caller, ...input),
    get: (...input) => calls.get(caller, ...input),
    wait: (...input) => calls.wait(caller, ...input),
    redeem: (...input) => calls.redeem(caller, ...input),
    report: (...input) => calls.report(caller, ...input),
    cancel: (...input) => calls.cancel(caller, ...input),
    revise: (...input) => calls.revise(caller, ...input),
    answer: (...input) => calls.answer(caller, ...input),
  };
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where credentials are sent in the clear, only this machine may be listening. */
function origin({ url, insecure }: CountersignOptions): string {
  const { protocol, hostname } = new URL(url);
  const safe = protocol === 'https:' || (protocol === 'http:' && (insecure === true || loopback.test(hostname)));
  if (!safe) throw new TypeError(`Countersign's url has to be https, or http on this machine: ${url}`);
  return url.replace(/\/+$/, '');
}
