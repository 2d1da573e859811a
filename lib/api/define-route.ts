import type { z } from 'zod';
import type { ProblemCode } from '../errors/refusal.ts';
import type { Actor, AgentActor, ExecutorActor, HumanActor, Role } from '../identity/actor.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type CallerKind = Actor['kind'] | 'anyone';
export type Idempotency = 'required' | 'optional' | 'none';

interface Actors {
  agent: AgentActor;
  executor: ExecutorActor;
  human: HumanActor;
  anyone: Actor | null;
}

/** What a verb is handed: everything in it was checked, and `actor` comes from the credential alone. */
export interface Call<Caller extends CallerKind, Params, Query, Body, Keyed extends Idempotency> {
  actor: Actors[Caller];
  params: Params;
  query: Query;
  body: Body;
  idempotencyKey: Keyed extends 'required' ? string : string | undefined;
  /** As it arrived; 0 without a body. */
  bodyBytes: number;
  /** Of the request; for conditional reads only. */
  header(name: string): string | undefined;
  /** Asked with HEAD: the answer's headers are all that anybody will read. */
  head: boolean;
  /** Aborted when the client has gone. Asking costs something, so only what waits asks. */
  gone(): AbortSignal;
  /** The caller, authenticated once more: a call that waits may outlive its credential. */
  again(): Promise<Actor>;
}

/** What a verb's answer becomes. `headers` are further ones. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RouteDeclaration<
  Caller extends CallerKind,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Keyed extends Idempotency,
> {
  method: Method;
  /** Hono's form, below /api/v1 unless `at` says otherwise. */
  path: string;
  at?: 'api' | 'root';
  /** The name of the verb: `operationId` in OpenAPI, `operation` in the Event of a refusal. */
  operation: string;
  summary: string;
  tag: string;
  callers: readonly Caller[];
  /** What a person needs one of. Absent: any person who is signed in. */
  roles?: readonly Role[];
  params?: Params;
  query?: Query;
  body?: Body;
  idempotent?: Keyed;
  /** By status, what comes back. Schemas are for the contract; a string is a media type that is not JSON. */
  answers: Readonly<Record<number, z.ZodType | string | null>>;
  /** Where a code has another status on this route than on all others. */
  statuses?: Partial<Record<ProblemCode, number>>;
  handle(
    call: Call<Caller, z.output<Params>, z.output<Query>, z.output<Body>, Keyed>,
  ): Answer | Response | Promise<Answer | Response>;
}

/** A route as the walk in answer.ts and the OpenAPI document see it. */
export type Route = Omit<RouteDeclaration<CallerKind, z.ZodType, z.ZodType, z.ZodType, Idempotency>, 'handle'> & {
  handle(call: Call<'anyone', never, never, never, 'required'>): Answer | Response | Promise<Answer | Response>;
};

/**
 * A route: who may call, what shape, which verb.
 *
 * The types of `handle` follow from the declaration, so a verb cannot be handed an actor, a body or a key that the
 * walk has not checked.
 */
export function defineRoute<
  Caller extends CallerKind,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Keyed extends Idempotency = 'none',
>(route: RouteDeclaration<Caller, Params, Query, Body, Keyed>): Route {
  return route as unknown as Route;
}
