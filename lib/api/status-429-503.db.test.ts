import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { resetEnv } from '../env.ts';
import { addAgent } from '../identity/testing.ts';
import { mostOpenCalls } from './open-calls.ts';
import { writeCountedRefusals } from './refused.ts';
import { call, problem, smallWorld, submit } from './testing.ts';

const database = testDatabase();
beforeAll(smallWorld);

async function counted(): Promise<Record<string, number>[]> {
  await writeCountedRefusals();
  const { rows } = await pool().query<{ counts: Record<string, number> }>(
    `SELECT payload::jsonb #> '{predicate,data,counts}' AS counts FROM event WHERE type = 'refusals.counted' ORDER BY at`,
  );
  return rows.map((row) => row.counts);
}

describe('429', () => {
  test('J7: too fast: what is left is told on every answer, and the next call waits; others are unaffected', async () => {
    process.env.RATE_WRITES_PER_MINUTE = '60';
    process.env.RATE_WRITES_BURST = '3';
    resetEnv();
    try {
      const [busy, calm] = [await addAgent(), await addAgent()];
      const calls = [];
      for (let n = 0; n < 4; n++) calls.push(await submit(busy.agent));
      expect(calls.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
      expect(calls[0]!.headers.get('ratelimit-policy')).toBe('"writes";q=60;w=60');
      expect(calls[0]!.headers.get('ratelimit')).toMatch(/^"writes";r=2;t=\d+$/);
      expect(problem(calls[3]!)).toMatchObject({ code: 'rate_limited' });
      expect(Number(calls[3]!.headers.get('retry-after'))).toBe(1);
      expect((await submit(calm.agent)).status).toBe(202);
      expect((await call('GET', '/me', { key: busy.agent.key })).status).toBe(200);
    } finally {
      delete process.env.RATE_WRITES_PER_MINUTE;
      delete process.env.RATE_WRITES_BURST;
      resetEnv();
    }
  });

  test('more waits than one credential may hold open', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    const path = `/requests/${request.id}?wait=60`;
    const waiting = Array.from({ length: mostOpenCalls }, () => call('GET', path, { key: agent.key }));
    await expect
      .poll(async () => (await call('GET', path, { key: agent.key, headers: { 'if-none-match': '"0"' } })).status)
      .toBe(429);
    const called = await call('GET', path, { key: agent.key });
    expect([called.status, problem(called).code]).toEqual([429, 'too_many_waits']);
    const cancelled = await call('POST', `/requests/${request.id}/cancel`, {
      key: agent.key,
      body: { reason: 'enough' },
    });
    expect(cancelled.status).toBe(200);
    for (const one of await Promise.all(waiting)) expect([one.status, one.body.state]).toEqual([200, 'cancelled']);
    expect((await call('GET', path, { key: agent.key })).status).toBe(200);
  });
});

describe('L1: what refusals leave behind', () => {
  test('ten thousand anonymous calls are one counted Event, not ten thousand', async () => {
    const before = await counted();
    const { rows: events } = await pool().query<{ n: number }>('SELECT count(*)::int AS n FROM event');
    for (let n = 0; n < 10_000; n++) await call('GET', '/me', n % 2 ? { key: `cs_agt_${n}` } : {});
    const after = await counted();
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toEqual({ unauthenticated: 10_000 });
    const { rows } = await pool().query<{ n: number }>('SELECT count(*)::int AS n FROM event');
    expect(rows[0]!.n - events[0]!.n).toBe(1);
    expect(await counted()).toHaveLength(after.length);
  }, 60_000);

  test('a known caller is named in an Event of its own, with the same reason word as the problem', async () => {
    const { agent } = await addAgent();
    const called = await submit(agent, { approver: 'ann' });
    const { rows } = await pool().query<{ data: object; signed: boolean }>(
      `SELECT payload::jsonb #> '{predicate,data}' AS data, length(signature) > 0 AS signed FROM event WHERE actor_id = $1`,
      [agent.id],
    );
    expect(rows).toEqual([
      { data: { reason: problem(called).code, body_digest: expect.stringMatching(/^[\w-]{43}$/) }, signed: true },
    ]);
  });
});

describe('503 and 500', () => {
  test('F8: when the Event cannot be written nothing is done, and it is 503, also for what would have been refused', async () => {
    const { agent } = await addAgent();
    await database.ownerPool().query('REVOKE INSERT ON event FROM countersign_app');
    try {
      const called = await submit(agent);
      expect([called.status, problem(called).code]).toEqual([503, 'log_unavailable']);
      const refused = await submit(agent, { approver: 'ann' });
      expect([refused.status, problem(refused).code]).toEqual([503, 'log_unavailable']);
      expect((await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.id])).rowCount).toBe(0);
    } finally {
      await database.ownerPool().query('GRANT INSERT ON event TO countersign_app');
    }
    expect((await submit(agent)).status).toBe(202);
  });

  test('a bug of ours is a trace id and nothing else', async () => {
    const { agent } = await addAgent();
    const trace = newId('xxx')
      .replace(/[^0-9a-f]/g, '0')
      .padEnd(32, '1')
      .slice(0, 32);
    await database.ownerPool().query('ALTER TABLE request RENAME COLUMN headline TO elsewhere');
    try {
      const called = await submit(agent, {}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
      expect(called.status).toBe(500);
      expect(called.body).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        trace_id: trace,
      });
    } finally {
      await database.ownerPool().query('ALTER TABLE request RENAME COLUMN elsewhere TO headline');
    }
  });

  test('the database being away is 503 with Retry-After on every route, never a pass', async () => {
    const { agent, executor } = await addAgent();
    const url = process.env.DATABASE_URL;
    const { closePool } = await import('../db/pool.ts');
    await closePool();
    process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none';
    resetEnv();
    try {
      const redeeming = {
        grant: 'x',
        action: { subject: { type: 'a', id: 'b' }, action: { name: 'n' }, resource: { type: 'a', id: 'b' } },
      };
      const calls = [
        await submit(agent),
        await call('GET', `/requests/${newId('req')}`, { key: agent.key }),
        await call('POST', '/grants/redeem', {
          key: executor.key,
          body: redeeming,
          headers: { 'idempotency-key': 'k' },
        }),
      ];
      for (const called of calls.slice(0, 2)) {
        expect([called.status, problem(called).code]).toEqual([503, 'log_unavailable']);
        expect(Number(called.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(calls[2]!.status).toBe(503);
      const ready = await call<{ missing: string[] }>('GET', '/ready');
      expect([ready.status, ready.body.missing]).toEqual([503, ['the database does not answer']]);
    } finally {
      await closePool();
      process.env.DATABASE_URL = url;
      resetEnv();
    }
    expect((await call('GET', '/ready')).status).toBe(200);
  });
});
