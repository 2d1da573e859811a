import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { env } from '../env.ts';
import type { Route } from './define-route.ts';
import { fullPath } from './full-path.ts';

const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'The member to switch on; each is explained at its `type`.' }),
    instance: z.string().exactOptional(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).exactOptional(),
  })
  .meta({ id: 'Problem' });

const idempotencyKey = z
  .string()
  .min(1)
  .max(128)
  .meta({ description: 'A retry with the same key and body acts once.' });

/** The contract as OpenAPI 3.1, from the very schemas that the routes parse with. */
export function openApiDocument(routes: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = fullPath(route).replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: '1',
        description: 'An approval console for AI agents: the exact action is decided before it runs.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: env().PUBLIC_URL }],
      paths,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'The API key of an agent or executor.' },
          session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'A person signed in on the console.' },
        },
      },
    },
    // Any JSON value at all is an empty schema, on purpose.
    { allowEmptySchema: { custom: true } },
  );
}

function operation(route: Route): ZodOpenApiOperationObject {
  const header = z.object({
    ...(route.idempotent === 'required' && { 'Idempotency-Key': idempotencyKey }),
    ...(route.idempotent === 'optional' && { 'Idempotency-Key': idempotencyKey.optional() }),
  });
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [route.tag],
    security: security(route),
    'x-callers': [...route.callers],
    ...(route.roles && { 'x-roles': [...route.roles] }),
    requestParams: {
      ...(route.params && { path: route.params as z.ZodObject }),
      ...(route.query && { query: route.query as z.ZodObject }),
      ...(route.idempotent && route.idempotent !== 'none' && { header }),
    },
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: responses(route),
  };
}

function security(route: Route): Record<string, string[]>[] {
  if (route.callers.includes('anyone')) return [];
  const bearer = route.callers.includes('agent') || route.callers.includes('executor');
  return [...(bearer ? [{ key: [] }] : []), ...(route.callers.includes('human') ? [{ session: [] }] : [])];
}

function responses(route: Route): ZodOpenApiResponsesObject {
  const answers: ZodOpenApiResponsesObject = {};
  for (const [status, shape] of Object.entries(route.answers)) {
    const content =
      shape === null
        ? undefined
        : typeof shape === 'string'
          ? { [shape]: { schema: z.string() } }
          : { 'application/json': { schema: shape } };
    answers[status as '200'] = { description: descriptions[status] ?? 'An answer', ...(content && { content }) };
  }
  answers.default = { description: 'A problem', content: { 'application/problem+json': { schema: problem } } };
  return answers;
}

const descriptions: Record<string, string> = {
  200: 'Done, or settled',
  201: 'Created',
  202: 'Accepted; people were asked',
  204: 'Done',
  304: 'Nothing newer than If-None-Match',
  503: 'Not ready',
};
