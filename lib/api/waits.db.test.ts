import { beforeAll, describe, expect, test } from 'vitest';
import { bus } from '../db/listen.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { browserOf, call, decide, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(async () => {
  await smallWorld();
  await bus().ready;
});

const reading = (id: string, key: string, wait = 30, headers = {}) =>
  call('GET', `/requests/${id}?wait=${wait}`, { key, headers });

/** Statements of one kind that this database has run for us. */
async function settled<T>(promise: Promise<T>): Promise<boolean> {
  return Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);
}

describe('waiting for people', () => {
  test('K2: who waits is released by the decision, with the grant in the answer', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    const waiting = reading(request.id, agent.key);
    expect(await settled(waiting)).toBe(false);
    await decide(reviewer.session, request.id, 'approve');
    const started = performance.now();
    const { status, body } = await waiting;
    expect([status, body.state]).toEqual([200, 'approved']);
    expect(body.grant).toEqual(expect.any(String));
    expect(performance.now() - started).toBeLessThan(900);
  });

  test('K2: when the announcement is lost, re-reading finds it within a second or so', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    const waiting = reading(request.id, agent.key);
    expect(await settled(waiting)).toBe(false);
    // Another replica settles it and its NOTIFY never arrives.
    await pool().query(`UPDATE request SET state = 'denied', version = version + 1, settled_at = now() WHERE id = $1`, [
      request.id,
    ]);
    const started = performance.now();
    expect((await waiting).body.state).toBe('denied');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('submitting with wait answers when it is decided, under the same id', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: known } = await submit(agent, {}, { 'idempotency-key': 'k0' });
    const waiting = call('POST', '/requests?wait=30', {
      key: agent.key,
      body: { action: known.action },
      headers: { 'idempotency-key': 'k0' },
    });
    await decide(reviewer.session, known.id, 'deny');
    expect((await waiting).body).toMatchObject({ id: known.id, state: 'denied' });
  });

  test('what is settled is answered at once, and what the caller has already is 304', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    await call('POST', `/requests/${request.id}/cancel`, { key: agent.key, body: { reason: 'x' } });
    const { body, headers } = await reading(request.id, agent.key, 60);
    expect(body.state).toBe('cancelled');
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    const again = await reading(request.id, agent.key, 60, { 'if-none-match': `"${body.version}"` });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  test('with If-None-Match a question wakes the agent although the Request stays pending', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent);
    const plain = reading(request.id, agent.key, 3);
    const knowing = reading(request.id, agent.key, 30, { 'if-none-match': `"${request.version}"` });
    await decide(reviewer.session, request.id, 'ask', { question: 'Why?', reason: undefined });
    expect((await knowing).body).toMatchObject({ state: 'pending', next: 'answer' });
    expect((await plain).body.state).toBe('pending');
  });

  test('when time is up the answer is what is so now', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    const started = performance.now();
    const { status, body } = await reading(request.id, agent.key, 1);
    expect([status, body.state]).toEqual([200, 'pending']);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect((await reading(request.id, agent.key, 1, { 'if-none-match': `"${body.version}"` })).status).toBe(304);
  });

  test('K3: a wait that outlives its key ends with 401, not with a grant', async () => {
    const { agent } = await addAgent();
    const [reviewer, admin] = [await browserOf(['grp:sre']), await browserOf(['grp:admins'])];
    const { body: request } = await submit(agent);
    const waiting = reading(request.id, agent.key);
    expect(await settled(waiting)).toBe(false);
    await call('POST', `/credentials/${agent.credentialId}/revoke`, { session: admin.session, body: {} });
    await decide(reviewer.session, request.id, 'deny');
    expect((await waiting).status).toBe(401);
  });

  test('K1: after a restart the same key finds the same Request, decided while nobody waited', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const body = { reason: 'x' };
    const first = await submit(
      agent,
      { ...body, action: (await submit(agent)).body.action },
      { 'idempotency-key': 'k1' },
    );
    const { waits } = await import('./waits.ts');
    const waiting = reading(first.body.id, agent.key);
    expect(await settled(waiting)).toBe(false);
    waits().close();
    expect((await waiting).body.state).toBe('pending');
    delete (globalThis as { countersignWaits?: unknown }).countersignWaits;

    await decide(reviewer.session, first.body.id, 'approve');
    const again = await submit(agent, { ...body, action: first.body.action }, { 'idempotency-key': 'k1' });
    expect(again.body).toMatchObject({ id: first.body.id, state: 'approved', grant: expect.any(String) });
    expect((await reading(first.body.id, agent.key)).body.state).toBe('approved');
  });
});
