import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { actionOf, browserOf, call, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(async () => {
  await smallWorld();
  await browserOf(['grp:sre']);
});

const keyed = { 'idempotency-key': 'k' };

async function eventTypes(actorId: string): Promise<string[]> {
  const { rows } = await pool().query<{ type: string; reason: string }>(
    `SELECT type, payload::jsonb #>> '{predicate,data,reason}' AS reason FROM event WHERE actor_id = $1 ORDER BY at, id`,
    [actorId],
  );
  return rows.map((row) => `${row.type} ${row.reason}`);
}

describe('400: what cannot be read is refused before anything is hashed', () => {
  test.each([
    ['C6: a duplicate key', '{"action": {"context": {"a": 1, "a": 2}}}', 'duplicate_key', '/action/context/a'],
    ['C6: keys equal after unescaping', '{"a":1,"\\u0061":1}', 'duplicate_key', '/a'],
    ['C7: 9007199254740993', '{"rows": 9007199254740993}', 'inexact_number', '/rows'],
    ['C7: 1e400', '{"rows": 1e400}', 'inexact_number', '/rows'],
    ['C7: 0.1000000000000000055', '{"rows": 0.1000000000000000055}', 'inexact_number', '/rows'],
    ['C8: a lone surrogate', '{"s": "\\udfff"}', 'malformed', '/s'],
    ['C8: U+0000', '{"s": "a\\u0000b"}', 'malformed', '/s'],
    ['C8: a BOM', '\ufeff{}', 'malformed', ''],
    ['C8: trailing bytes', '{}x', 'malformed', ''],
    ['a reserved name', '{"action": {"context": {"_sd": []}}}', 'reserved_name', '/action/context/_sd'],
  ])('%s', async (_, body, code, pointer) => {
    const { agent } = await addAgent();
    const called = await call('POST', '/requests', { key: agent.key, body, headers: keyed });
    expect(called.status).toBe(400);
    expect(problem(called)).toMatchObject({ code, errors: [{ pointer, code }] });
    expect(await eventTypes(agent.id)).toEqual([`request.refused ${code}`]);
    expect((await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.id])).rowCount).toBe(0);
  });

  test('C8: invalid UTF-8, and depth over 32', async () => {
    const { agent } = await addAgent();
    const bytes = new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]);
    for (const body of [bytes, `{"a":${'['.repeat(32)}${']'.repeat(32)}}`]) {
      const called = await call('POST', '/requests', { key: agent.key, body, headers: keyed });
      expect([called.status, problem(called).code]).toEqual([400, 'malformed']);
    }
  });

  test('C8: __proto__ and constructor are plain data: kept, hashed, and shown', async () => {
    const { agent } = await addAgent();
    const action = JSON.stringify(actionOf(agent.id)).replace(
      '"context":{}',
      '"context":{"__proto__":{"a":1},"constructor":2}',
    );
    const called = await call('POST', '/requests', { key: agent.key, body: `{"action":${action}}`, headers: keyed });
    expect(called.status).toBe(202);
    expect(JSON.stringify(called.body.action)).toContain('"__proto__":{"a":1}');
  });

  test('J4: an unknown member of our own objects; inside properties it is kept', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, { environment: 'dev' });
    expect(problem(called)).toMatchObject({
      status: 400,
      code: 'unknown_member',
      errors: [{ pointer: '/environment' }],
    });
    const kept = await submit(agent, { action: actionOf(agent.id, 'deploy.run', { context: { environment: 'dev' } }) });
    expect(kept.body.action.context).toEqual({ environment: 'dev' });
  });

  test('J4: a digest that is not ours', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, { digest: 'A'.repeat(43) });
    expect([called.status, problem(called).code]).toEqual([400, 'different_action']);
    const first = await submit(agent);
    const again = await submit(agent, { action: first.body.action, digest: first.body.digest });
    expect(again.status).toBe(202);
  });

  test('B6: nobody can name an approver, a state or an actor, in the body or in a header', async () => {
    const { agent } = await addAgent();
    for (const member of ['approver', 'state', 'actor', 'approved_by', 'decisions', 'agent', 'credential']) {
      const called = await submit(agent, { [member]: 'approved' });
      expect(problem(called)).toMatchObject({ code: 'unknown_member', errors: [{ pointer: `/${member}` }] });
    }
    const headers = { 'x-actor': 'usr_1', 'x-user': 'ann', 'x-approved-by': 'ann', 'x-forwarded-user': 'ann' };
    const called = await submit(agent, {}, headers);
    expect(called.body).toMatchObject({ state: 'pending', agent: { id: agent.id }, decisions: [] });
  });

  test('J3: no Idempotency-Key', async () => {
    const { agent } = await addAgent();
    const called = await call('POST', '/requests', { key: agent.key, body: { action: actionOf(agent.id) } });
    expect([called.status, problem(called).code]).toEqual([400, 'idempotency_key_required']);
    expect(await eventTypes(agent.id)).toEqual(['request.refused idempotency_key_required']);
  });

  test('several mistakes are told at once, each with its place', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, {
      reason: '',
      executor: 'me',
      evidence: { links: [{ title: 't', url: 'http://x' }] },
    });
    expect(
      problem(called)
        .errors?.map((error) => error.pointer)
        .sort(),
    ).toEqual(['/evidence/links/0/url', '/executor', '/reason']);
  });

  test('a U+0000 or a year Postgres does not know in an address is the caller’s mistake, never a 500', async () => {
    const { agent } = await addAgent();
    const queries = ['q=%00', 'agent=%00', 'subject=a%00b', 'from=0000-01-01T00:00:00Z', 'to=0000-12-31T00:00:00Z'];
    for (const query of queries) {
      const called = await call('GET', `/requests?${query}`, { key: agent.key });
      expect([called.status, problem(called).code], query).toEqual([400, 'invalid_field']);
    }
    const { session } = await browserOf(['grp:sre']);
    expect((await call('GET', '/queue?q=%00', { session })).status).toBe(400);
    for (const path of ['/policies/%00', '/policies/prod%00/versions'])
      expect((await call('GET', path, { session })).status, path).toBe(404);
  });

  test('a misspelt parameter, and a wait that is too long', async () => {
    const { agent } = await addAgent();
    for (const query of ['wiat=5', 'wait=61', 'wait=-1', 'wait=x']) {
      const called = await call('GET', `/requests/${newId('req')}?${query}`, { key: agent.key });
      expect(called.status, query).toBe(400);
    }
  });
});
