import { beforeAll, describe, expect, test } from 'vitest';
import { resetEnv } from '../env.ts';
import { openApiDocument } from './openapi.ts';
import { problemKinds } from './problems.ts';

beforeAll(() => {
  // Nothing here is used: the document needs only the address it is served at.
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://localhost/none',
    EVENT_KEY: '-----BEGIN none',
    GRANT_KEY: '-----BEGIN none',
    AUTH_SECRET: 'x'.repeat(32),
    OIDC_ISSUER: 'http://localhost:1',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'x',
  });
  resetEnv();
});

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, unknown>;
  security: unknown[];
  'x-callers': string[];
}

async function operations(): Promise<[string, Operation][]> {
  const { routes } = await import('./routes.ts');
  const document = openApiDocument(routes);
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation as unknown as Operation,
    ]),
  );
}

describe('the contract', () => {
  test('only grows: an operation, a parameter, a member of an answer or a problem code that goes missing fails here', async () => {
    const { routes } = await import('./routes.ts');
    const document = openApiDocument(routes);
    const lines: string[] = [];
    for (const [name, operation] of await operations()) {
      const parameters = (operation.parameters ?? []).map((one) => `${one.in} ${one.name}${one.required ? '!' : ''}`);
      const body = operation.requestBody ? ['body!'] : [];
      lines.push(
        `${name} [${operation['x-callers']}] ${[...parameters, ...body].join(', ')} → ${Object.keys(operation.responses)}`,
      );
    }
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      const { properties = {}, required = [] } = schema as { properties?: object; required?: string[] };
      for (const member of Object.keys(properties))
        lines.push(`${name}.${member}${required.includes(member) ? '!' : ''}`);
    }
    for (const [code, { status }] of Object.entries(problemKinds)) lines.push(`problem ${status} ${code}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./contract.snapshot.txt');
  });

  test('every operation has a name of its own, says who may call it, and how it refuses', async () => {
    const all = await operations();
    expect(new Set(all.map(([, operation]) => operation.operationId)).size).toBe(all.length);
    for (const [name, operation] of all) {
      expect(operation['x-callers'].length, name).toBeGreaterThan(0);
      expect(operation.responses, name).toHaveProperty('default');
      expect(operation.security.length > 0, name).toBe(!operation['x-callers'].includes('anyone'));
    }
  });

  test('B5: no operation that decides or administers is open to a key', async () => {
    const byKey = (await operations())
      .filter(([, operation]) => operation['x-callers'].some((caller) => caller === 'agent' || caller === 'executor'))
      .map(([, operation]) => operation.operationId)
      .sort();
    expect(byKey).toEqual([
      'answerQuestion',
      'cancelRequest',
      'getGrant',
      'getRequest',
      'listRequests',
      'listTimeline',
      'me',
      'redeemGrant',
      'reportOutcome',
      'reviseRequest',
      'revokeGrant',
      'stream',
      'streamRequest',
      'submitRequest',
    ]);
  });

  test('a call that may be retried and must not act twice needs a key', async () => {
    const keyed = (await operations())
      .filter(([, { parameters }]) => parameters?.some((one) => one.name === 'Idempotency-Key' && one.required))
      .map(([name]) => name)
      .sort();
    expect(keyed).toEqual([
      'POST /api/v1/grants/redeem',
      'POST /api/v1/requests',
      'POST /api/v1/requests/{id}/outcome',
      'POST /api/v1/requests/{id}/revisions',
    ]);
  });
});
