import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { browserOf, call, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(smallWorld);

describe('what anyone may read', () => {
  test('health, readiness, grant keys and discovery', async () => {
    expect((await call<object>('GET', '/health')).body).toEqual({ ok: true });
    expect((await call<object>('GET', '/ready')).body).toEqual({ ready: true, missing: [] });
    const keys = await call<{ keys: { kid: string; d?: string }[] }>('GET', '/.well-known/jwks.json');
    expect(keys.body.keys[0]).toMatchObject({ use: 'sig', alg: 'EdDSA' });
    expect(keys.body.keys.every((key) => key.d === undefined)).toBe(true);
    expect(keys.headers.get('cache-control')).toContain('max-age');
    const discovery = await call<object>('GET', '/.well-known/countersign');
    expect(discovery.body).toMatchObject({ issuer: process.env.PUBLIC_URL, doors: ['rest'] });
  });

  test('the contract as JSON and as a page, and a page behind every problem type', async () => {
    const openapi = await call<{ openapi: string; paths: object }>('GET', '/openapi.json');
    expect(openapi.body.openapi).toBe('3.1.0');
    const page = await call<string>('GET', '/docs/api');
    for (const path of Object.keys(openapi.body.paths)) expect(page.body).toContain(path.replaceAll('&', '&amp;'));
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const refused = problem(await call('GET', '/me'));
    const about = await call<string>('GET', new URL(refused.type).pathname);
    expect([about.status, about.body.includes('unauthenticated')]).toEqual([200, true]);
    expect((await call('GET', '/docs/problems/__proto__')).status).toBe(404);
  });

  test('every answer has an id to quote, the caller’s own if it is one, and is not stored', async () => {
    const own = await call('GET', '/health', { headers: { 'x-request-id': 'trace-me-1' } });
    expect(own.headers.get('x-request-id')).toBe('trace-me-1');
    const made = await call('GET', '/nothing', { headers: { 'x-request-id': 'x'.repeat(129) } });
    expect(made.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(own.headers.get('cache-control')).toBe('no-store');
  });
});

describe('who am I', () => {
  test('each caller is told who the server thinks it is, and through what', async () => {
    const { agent, executor } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    expect((await call<object>('GET', '/me', { key: agent.key })).body).toMatchObject({
      kind: 'agent',
      credential: agent.credentialId,
    });
    expect((await call<object>('GET', '/me', { key: executor.key })).body).toMatchObject({
      kind: 'executor',
      id: executor.id,
    });
    expect((await call<object>('GET', '/me', { session: reviewer.session })).body).toMatchObject({
      kind: 'human',
      id: reviewer.id,
      roles: ['reviewer'],
      groups: ['grp:sre'],
    });
  });
});

describe('lists', () => {
  test('an agent lists its own requests, a page at a time, without grants', async () => {
    const [{ agent }, other] = [await addAgent(), await addAgent()];
    await submit(other.agent);
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await submit(agent)).body.id);
    type Page = { items: { id: string; grant?: string }[]; next_cursor: string | null };
    const first = await call<Page>('GET', '/requests?limit=2', { key: agent.key });
    const second = await call<Page>('GET', `/requests?limit=2&cursor=${first.body.next_cursor}`, { key: agent.key });
    expect([...first.body.items, ...second.body.items].map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(second.body.next_cursor).toBeNull();
    const bad = await call('GET', '/requests?cursor=abc', { key: agent.key });
    expect([bad.status, problem(bad).code]).toEqual([400, 'invalid_cursor']);
  });

  test('the queue shows a reviewer what waits for them; policies and agents can be read', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    const queue = await call<{ items: { id: string }[] }>('GET', '/queue?tab=needs_me', reviewer);
    expect(queue.body.items.map(({ id }) => id)).toContain(request.id);
    const policies = await call<{ items: { name: string; active: boolean }[] }>('GET', '/policies', reviewer);
    expect(policies.body.items).toMatchObject([{ name: 'prod', active: true }]);
    expect((await call<object>('GET', '/policies/prod', reviewer)).body).toMatchObject({
      version: 1,
      document: expect.any(String),
    });
    expect((await call('GET', '/policies/prod/versions/9', reviewer)).status).toBe(404);
    const agents = await call<{ items: { id: string }[] }>('GET', '/agents', reviewer);
    expect(agents.body.items.map(({ id }) => id)).toContain(agent.id);
  });

  test('an administrator registers an executor and an agent, and issues a key that works at once', async () => {
    const admin = await browserOf(['grp:admins']);
    const post = <T>(path: string, body: object) => call<T>('POST', path, { session: admin.session, body });
    const owner_id = admin.id;
    const executor = await post<{ id: string }>('/executors', { name: 'runner', owner_id, grade: 'network' });
    const agent = await post<{ id: string }>('/agents', { name: 'bot', owner_id, executor_id: executor.body.id });
    const issued = await post<{ key: string }>(`/agents/${agent.body.id}/credentials`, { expires_in_days: 7 });
    expect([executor.status, agent.status, issued.status]).toEqual([201, 201, 201]);
    expect((await call<object>('GET', '/me', { key: issued.body.key })).body).toMatchObject({ id: agent.body.id });
    const patched = await call<{ team: string }>('PATCH', `/agents/${agent.body.id}`, {
      session: admin.session,
      body: { team: 'ops' },
    });
    expect(patched.body.team).toBe('ops');
    const taken = await post('/agents', { name: 'bot', owner_id, executor_id: executor.body.id });
    expect(problem(taken)).toMatchObject({ status: 400, code: 'invalid_field' });
  });

  test('an author learns what is wrong with a policy before anybody else does', async () => {
    const author = await browserOf(['grp:security']);
    const called = await call<{ valid: boolean; problems: object[] }>('POST', '/policies/validate', {
      session: author.session,
      body: { document: 'name: x\nrules: 7\n' },
    });
    expect(called.body).toMatchObject({ valid: false, problems: expect.arrayContaining([expect.any(Object)]) });
  });
});
