import { type Context, Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { Refusal } from '../errors/refusal.ts';
import { answer } from './answer.ts';
import type { Method, Route } from './define-route.ts';
import { fullPath } from './full-path.ts';
import { nothingHere, problemResponse } from './problems.ts';
import { routes } from './routes.ts';
import { requestId } from './tracing.ts';

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The whole API as one web-standard function from Request to Response.
 *
 * server.ts puts it in front of Next; app/api mounts the same object, so plain Next hosting answers alike. Each route is
 * exactly one handler, with nothing before or after it that could let a call by.
 */
export const app = buildApp(routes);

function buildApp(declared: readonly Route[]) {
  // Not the default router: that one builds a single regular expression, gives up on /grants/redeem beside /grants/:id,
  // and would go on with another one silently. Fixed addresses are entered first, so they win.
  const api = new Hono({ router: new TrieRouter() });
  const byPath = [...Map.groupBy(declared, fullPath)].sort(
    ([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')),
  );
  for (const [path, here] of byPath) {
    for (const route of here) api.on(route.method, path, (context) => answer(route, incoming(context)));
    const allowed = here.map((route) => route.method);
    const others = [...methods, 'OPTIONS'].filter((method) => !allowed.includes(method as Method));
    api.on(others, path, (context) => notAllowed(context, allowed));
  }
  api.notFound((context) => refuse(context, nothingHere()));
  return api;
}

function incoming(context: Context) {
  const { req } = context;
  return { request: req.raw, path: req.path, params: req.param(), query: req.query() };
}

function notAllowed(context: Context, allowed: readonly Method[]): Response {
  const list = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  const refusal = new Refusal('method_not_allowed', `Here you can use ${list.join(', ')}.`);
  return refuse(context, refusal, { Allow: list.join(', ') });
}

function refuse(context: Context, refusal: Refusal, more: Record<string, string> = {}): Response {
  const headers = { 'X-Request-ID': requestId(context.req.raw), 'Cache-Control': 'no-store', ...more };
  return problemResponse(refusal, context.req.path, headers);
}
