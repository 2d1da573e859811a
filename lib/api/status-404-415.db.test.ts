import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { actionOf, browserOf, call, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(smallWorld);

describe('404', () => {
  test('J6: what exists and is somebody else’s is answered exactly like what does not exist', async () => {
    const [owner, other] = [await addAgent(), await addAgent()];
    const { body: request } = await submit(owner.agent);
    const reading = (id: string, key: string) => call<object>('GET', `/requests/${id}`, { key });
    const foreign = await reading(request.id, other.agent.key);
    const missing = await reading(newId('req'), other.agent.key);
    const misspelt = await reading('req_1', other.agent.key);
    for (const called of [foreign, missing, misspelt]) expect(called.status).toBe(404);
    const shape = ({ body, headers }: { body: object; headers: Headers }) => [
      { ...body, instance: '' },
      [...headers.keys()].sort(),
    ];
    expect(shape(foreign)).toEqual(shape(missing));
    expect((await reading(request.id, other.executor.key)).status).toBe(404);
    expect((await reading(request.id, owner.executor.key)).status).toBe(200);
    for (const path of ['cancel', 'revisions', 'outcome']) {
      const called = await call('POST', `/requests/${request.id}/${path}`, {
        key: other.agent.key,
        headers: { 'idempotency-key': 'k' },
        body: {
          cancel: { reason: 'x' },
          revisions: { action: actionOf(owner.agent.id) },
          outcome: {
            redemption: newId('rdm'),
            result: 'succeeded',
            ran_digest: request.digest,
            started_at: '2026-11-21T09:00:00Z',
            ended_at: '2026-11-21T09:00:00Z',
          },
        }[path],
      });
      expect([path, called.status]).toEqual([path, 404]);
    }
  });

  test('an attempt on what is not theirs is an Event of the one who tried', async () => {
    const [owner, other] = [await addAgent(), await addAgent()];
    const { body: request } = await submit(owner.agent);
    await call('GET', `/requests/${request.id}`, { key: other.agent.key });
    const { rows } = await pool().query(
      `SELECT type, request_id FROM event WHERE actor_id = $1 AND type LIKE '%.refused'`,
      [other.agent.id],
    );
    // Theirs, and not written beside the request they only guessed at.
    expect(rows).toEqual([{ type: 'call.refused', request_id: null }]);
  });

  test('an address that does not exist is a problem as well', async () => {
    const called = await call('GET', '/api/v1/nothing');
    expect(problem(called)).toMatchObject({ status: 404, code: 'not_found', instance: '/api/v1/nothing' });
  });
});

describe('405, 413, 415', () => {
  test('405 says what there is', async () => {
    const called = await call('DELETE', '/requests');
    expect([called.status, problem(called).code, called.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'POST, GET, HEAD',
    ]);
    expect((await call('OPTIONS', '/grants/redeem')).headers.get('allow')).toBe('POST');
  });

  test('C13: a body over 1 MiB', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, { reason: 'x'.repeat(1_048_576) });
    expect([called.status, problem(called).code]).toEqual([413, 'too_large']);
  });

  test('C13: a canonical Action over 64 KiB, or a string in it over 32 KiB, is refused with its place', async () => {
    const { agent } = await addAgent();
    const many = Object.fromEntries(Array.from({ length: 3 }, (_, i) => [`part${i}`, 'é'.repeat(12_000)]));
    const large = await submit(agent, { action: actionOf(agent.id, 'x', { context: many }) });
    expect(problem(large)).toMatchObject({ status: 413, code: 'too_large', errors: [{ pointer: '/action' }] });
    const long = await submit(agent, {
      action: actionOf(agent.id, 'x', { context: { a: { 'b/c': 'x'.repeat(32_769) } } }),
    });
    expect(problem(long)).toMatchObject({ status: 413, errors: [{ pointer: '/action/context/a/b~1c' }] });
    const fits = await submit(agent, { action: actionOf(agent.id, 'x', { context: { a: 'x'.repeat(32_768) } }) });
    expect(fits.status).toBe(202);
  });

  test('C13: numbers that grow in canonical form count as what they become', async () => {
    const { agent } = await addAgent();
    const numbers = `[${Array(3_500).fill('1e20').join(',')}]`;
    const action = JSON.stringify(actionOf(agent.id)).replace('"context":{}', `"context":{"n":${numbers}}`);
    const called = await call('POST', '/requests', {
      key: agent.key,
      body: `{"action":${action}}`,
      headers: { 'idempotency-key': 'k' },
    });
    expect([called.status, problem(called).code]).toEqual([413, 'too_large']);
  });

  test('C13: a compressed body is refused, whatever it would become', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, {}, { 'content-encoding': 'gzip' });
    expect([called.status, problem(called).code]).toEqual([415, 'unsupported_media_type']);
  });

  test('only JSON is read', async () => {
    const { agent } = await addAgent();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const called = await submit(agent, {}, { 'content-type': type });
      expect([called.status, problem(called).code]).toEqual([415, 'unsupported_media_type']);
    }
    const { session } = await browserOf(['grp:sre']);
    const form = await call('POST', `/agents/${agent.id}/pause`, {
      session,
      body: 'a=1',
      headers: { 'content-type': 'text/plain' },
    });
    expect(form.status).toBe(415);
  });
});
