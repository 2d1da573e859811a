import { expect } from 'vitest';
import { z } from 'zod';
import { newId } from '#protocol/id.ts';
import type { Problem, RequestForm, ReviewCard } from '#protocol/wire.ts';
import { env } from '../env.ts';
import { addPerson, addSession } from '../identity/testing.ts';
import { installPolicy } from '../policy/install-policy.ts';
import { smallDocument } from '../policy/testing/small-policy.ts';
import { app } from './app.ts';
import { fullPath } from './full-path.ts';
import { routes } from './routes.ts';

export interface Called<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface CallWith {
  key?: string | undefined;
  /** A browser's headers: cookie, and what it adds to a call from our own page. */
  session?: Headers | undefined;
  /** Sent as JSON; a string or bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Call the API as somebody outside would, and hold its answer to the contract it publishes. */
export async function call<Body = RequestForm>(
  method: string,
  path: string,
  sent: CallWith = {},
): Promise<Called<Body>> {
  const headers = new Headers(sent.session);
  if (sent.key) headers.set('authorization', `Bearer ${sent.key}`);
  const hasBody = sent.body !== undefined;
  if (hasBody) headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(sent.headers ?? {})) headers.set(name, value);
  const raw = typeof sent.body === 'string' || sent.body instanceof Uint8Array;
  const body = hasBody ? ((raw ? sent.body : JSON.stringify(sent.body)) as BodyInit) : null;
  const response = await app.request(
    path.startsWith('/api') || path.startsWith('/.') || path.startsWith('/docs') ? path : `/api/v1${path}`,
    {
      method,
      headers,
      body,
    },
  );
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const parsed = type.includes('json') ? JSON.parse(text) : text;
  if (type === 'application/problem+json') expectProblem(response, parsed);
  else if (type === 'application/json') expectContract(method, path, response.status, parsed);
  return { status: response.status, headers: response.headers, body: parsed };
}

export const problem = (called: Called<unknown>) => called.body as Problem & Record<string, unknown>;

/** RFC 9457, with our own members, on every refusal. */
function expectProblem(response: Response, body: Problem): void {
  if (response.status === 500) return;
  expect(body).toMatchObject({
    type: `${env().PUBLIC_URL}/docs/problems/${body.code}`,
    title: expect.any(String),
    status: response.status,
    detail: expect.any(String),
    code: expect.any(String),
    instance: expect.any(String),
  });
}

function expectContract(method: string, path: string, status: number, body: unknown): void {
  const bare = (path.startsWith('/api/v1') || path.startsWith('/.well-known') ? path : `/api/v1${path}`).split('?')[0]!;
  const route = routes.find((one) => one.method === method && matches(fullPath(one), bare));
  const shape = route?.answers[status];
  expect(shape, `${method} ${bare} ${status} is in the contract`).toBeInstanceOf(z.ZodType);
  (shape as z.ZodType).parse(body);
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
}

/** Put a small policy in force: reports are free, IAM is denied, two people for what starts with `sql.`, one for the rest. */
export async function smallWorld(): Promise<void> {
  const rules = [
    { id: 'reports', effect: 'allow', actions: ['report.read'], when: 'true', sample: 0.05 },
    { id: 'no-iam', effect: 'deny', actions: ['iam.*'], when: 'true', message: 'Agents never touch IAM.' },
    { id: 'two-for-sql', effect: 'require', use: ['two-person'], actions: ['sql.*'], when: 'true' },
  ];
  const tests = [{ name: 'reports are free', expect: { effect: 'allow' }, given: { action: { name: 'report.read' } } }];
  const installed = await installPolicy(smallDocument({ rules, tests }), { kind: 'install' });
  if (!installed.ok) throw new Error(JSON.stringify(installed.problems));
}

/** Somebody in these groups, as their browser calls from our own page. */
export async function browserOf(groups: readonly string[]): Promise<{ id: string; session: Headers }> {
  const { id } = await addPerson(groups);
  const session = await addSession(id, '1 minute');
  session.set('origin', new URL(env().PUBLIC_URL).origin);
  session.set('sec-fetch-site', 'same-origin');
  return { id, session };
}

export function actionOf(agentId: string, name = 'deploy.run', more: Record<string, unknown> = {}) {
  return {
    subject: { type: 'agent', id: agentId },
    action: { name, properties: { ref: newId('ref') } },
    resource: { type: 'database', id: 'prod-billing' },
    context: {},
    ...more,
  };
}

export function submit(
  agent: { id: string; key: string },
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  return call('POST', '/requests', {
    key: agent.key,
    body: { action: actionOf(agent.id), ...more },
    headers: { 'idempotency-key': newId('key'), ...headers },
  });
}

/** Open the card and say what the reviewer says, as the console does. */
export async function decide(session: Headers, requestId: string, decision: 'approve' | 'deny' | 'ask', more = {}) {
  const { body: card } = await call<ReviewCard>('GET', `/requests/${requestId}/card`, { session });
  const { revision, digest, view_digest } = card;
  return call('POST', `/requests/${requestId}/decisions`, {
    session,
    body: { decision, revision, digest, view_digest, reason: 'I looked at it.', ...more },
  });
}
