import { z } from 'zod';
import type { ProblemCode } from '../../errors/refusal.ts';
import { defineRoute, type Route } from '../define-route.ts';
import { openApiDocument } from '../openapi.ts';
import { apiPage as renderApi } from '../pages/api-page.ts';
import { problemPage as renderProblem, problemsPage as renderProblems } from '../pages/problem-pages.ts';
import { nothingHere, problemKinds } from '../problems.ts';

const tag = 'Documents';

/** The routes that describe all routes, these included. The document is made at the first asking. */
export function documentRoutes(all: () => readonly Route[]): readonly Route[] {
  let made: ReturnType<typeof openApiDocument> | undefined;
  const document = () => {
    made ??= openApiDocument(all());
    return made;
  };
  const openapi = defineRoute({
    method: 'GET',
    path: '/openapi.json',
    operation: 'openapi',
    summary: 'This contract as OpenAPI 3.1.',
    tag,
    callers: ['anyone'],
    answers: { 200: z.record(z.string(), z.unknown()) },
    handle: () => ({ status: 200, body: document() }),
  });
  const apiPage = defineRoute({
    ...page,
    path: '/docs/api',
    operation: 'apiPage',
    summary: 'This contract as a page to read.',
    handle: () => html(renderApi(document())),
  });
  return [openapi, apiPage, problemsPage, problemPage];
}

const page = { callers: ['anyone'], at: 'root', tag, method: 'GET', answers: { 200: 'text/html' } } as const;

const problemsPage = defineRoute({
  ...page,
  path: '/docs/problems',
  operation: 'problemsPage',
  summary: 'Every problem code.',
  handle: () => html(renderProblems()),
});

const problemPage = defineRoute({
  ...page,
  path: '/docs/problems/:code',
  operation: 'problemPage',
  summary: 'What a problem code means and what to do.',
  params: z.strictObject({ code: z.string() }),
  handle({ params }) {
    if (!Object.hasOwn(problemKinds, params.code)) throw nothingHere();
    return html(renderProblem(params.code as ProblemCode));
  },
});

/** A page without scripts; nothing on it comes from a caller. */
function html(text: string): Response {
  return new Response(text, {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  });
}
