import { z } from 'zod';
import { isUnavailable, isUnrecordable } from '../db/is-unavailable.ts';
import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { assertSameOrigin } from '../identity/same-origin.ts';
import { readBody, requireJson } from './body.ts';
import { admit, asksByItself, whoCalls } from './caller.ts';
import type { Answer, Route } from './define-route.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { check, parseBody } from './parse.ts';
import { bugResponse, nothingHere, problemResponse } from './problems.ts';
import { takeFromLimit } from './rate-limits.ts';
import { noteRefusal } from './refused.ts';
import { requestId, traceId } from './tracing.ts';

export interface Incoming {
  request: Request;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
}

/**
 * What the caller gets from this route.
 *
 * Read from top to bottom, it is every step of a call, in order: who, how fast, whether at all, in which shape; then the
 * verb. Whatever stops it becomes a problem, and for a known caller an Event before that.
 */
export async function answer(route: Route, incoming: Incoming): Promise<Response> {
  if (!env().LOG_REQUESTS) return walk(route, incoming);
  const started = performance.now();
  const response = await walk(route, incoming);
  const took = Math.round(performance.now() - started);
  const id = response.headers.get('x-request-id');
  console.log(JSON.stringify({ operation: route.operation, status: response.status, took_ms: took, request_id: id }));
  return response;
}

async function walk(route: Route, incoming: Incoming): Promise<Response> {
  const { request } = incoming;
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  const headers: Record<string, string> = { 'X-Request-ID': requestId(request), 'Cache-Control': 'no-store' };
  let actor: Actor | null = null;
  let bytes: Uint8Array | undefined;
  try {
    if (!route.callers.includes('anyone')) {
      actor = await whoCalls(request.headers, { byItself: asksByItself(request) });
      takeFromLimit(actor, changes ? 'writes' : 'reads', headers);
      if (actor.kind === 'human') assertSameOrigin(request.headers, request.method);
      admit(route, actor);
    }
    if (route.params && !route.params.safeParse(incoming.params).success) throw nothingHere();
    const query = route.query ? check(route.query, incoming.query, 'query') : undefined;
    if (changes) bytes = await readBody(request);
    const idempotencyKey = readIdempotencyKey(request.headers.get('idempotency-key'), route.idempotent ?? 'none');
    const body = bytes && readShape(route, request, bytes);
    const result = await route.handle({
      actor,
      params: incoming.params as never,
      query: query as never,
      body: body as never,
      bodyBytes: bytes?.byteLength ?? 0,
      idempotencyKey: idempotencyKey as string,
      header: (name) => request.headers.get(name) ?? undefined,
      head: request.method === 'HEAD',
      gone: () => request.signal,
      again: () => whoCalls(request.headers, { byItself: true }),
    });
    return result instanceof Response ? withHeaders(result, headers) : respond(result, headers);
  } catch (error) {
    return refuse(error, { route, incoming, actor, bytes, headers });
  }
}

const nothing = z.strictObject({});

function readShape(route: Route, request: Request, bytes: Uint8Array): unknown {
  if (!route.body && bytes.byteLength === 0) return undefined;
  requireJson(request);
  const value = parseBody(bytes);
  return check(route.body ?? nothing, value, 'body');
}

function respond({ status, body, headers: more }: Answer, headers: Record<string, string>): Response {
  if (more) Object.assign(headers, more);
  if (body === undefined) return new Response(null, { status, headers });
  headers['Content-Type'] = 'application/json';
  return new Response(JSON.stringify(body), { status, headers });
}

/** A route that made its own response (a stream, a page) keeps what it said of caching. */
function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

interface Failed {
  route: Route;
  incoming: Incoming;
  actor: Actor | null;
  bytes: Uint8Array | undefined;
  headers: Record<string, string>;
}

async function refuse(error: unknown, { route, incoming, actor, bytes, headers }: Failed): Promise<Response> {
  let refusal = asRefusal(error);
  if (refusal) {
    try {
      await noteRefusal({ refusal, route, actor, requestId: incoming.params.id, body: bytes });
    } catch (unrecorded) {
      refusal = asRefusal(unrecorded);
      error = unrecorded;
    }
  }
  if (refusal) return problemResponse(refusal, incoming.path, headers, route.statuses?.[refusal.code]);
  const trace = traceId(incoming.request);
  const { stack } = error instanceof Error ? error : { stack: String(error) };
  console.error(JSON.stringify({ level: 'error', trace_id: trace, operation: route.operation, error: stack }));
  return bugResponse(trace, headers);
}

/** Postgres being away, or not taking the record, is a refusal, never a pass. */
function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (isUnrecordable(error)) console.error(JSON.stringify({ level: 'error', error: String(error) }));
  else if (!isUnavailable(error)) return undefined;
  return new Refusal('log_unavailable', 'The record cannot be written just now, so nothing was done. Try again soon.');
}
