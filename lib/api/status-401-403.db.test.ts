import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent } from '../identity/testing.ts';
import { actionOf, browserOf, call, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(smallWorld);

async function refusalsOf(actorId: string): Promise<string[]> {
  const { rows } = await pool().query<{ type: string; reason: string }>(
    `SELECT type, payload::jsonb #>> '{predicate,data,reason}' AS reason FROM event
      WHERE actor_id = $1 AND type LIKE '%.refused' ORDER BY at, id`,
    [actorId],
  );
  return rows.map((row) => `${row.type} ${row.reason}`);
}

describe('401', () => {
  test('nobody, a key that is none, and a scheme that is none are one answer', async () => {
    const { agent } = await addAgent();
    const keys = [undefined, 'x', `${agent.key.slice(0, -1)}0`, agent.key.toUpperCase()];
    for (const key of keys) {
      const called = await call('GET', '/me', { key });
      expect([called.status, problem(called).code]).toEqual([401, 'unauthenticated']);
      expect(called.headers.get('www-authenticate')).toBe('Bearer');
    }
    const basic = await call('GET', '/me', { headers: { authorization: 'Basic YTpi' } });
    expect(problem(basic).code).toBe('unauthenticated');
  });

  test('a key that does not hold is refused even with a good session beside it', async () => {
    const { session } = await browserOf(['grp:sre']);
    const called = await call('GET', '/me', { session, key: 'cs_agt_nonsense' });
    expect(problem(called).code).toBe('unauthenticated');
  });

  test('F3: a revoked key says so to whoever holds it, at the next call', async () => {
    const { agent } = await addAgent();
    const admin = await browserOf(['grp:admins']);
    expect((await call('GET', '/me', { key: agent.key })).status).toBe(200);
    const path = `/credentials/${agent.credentialId}/revoke`;
    expect((await call('POST', path, { session: admin.session, body: { reason: 'stolen' } })).status).toBe(204);
    const called = await submit(agent);
    expect([called.status, problem(called).code]).toEqual([401, 'credential_revoked']);
    expect(called.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });
});

describe('403', () => {
  test('B5: no key decides, withdraws, opens a card or pauses, whatever it is; each attempt is an Event', async () => {
    const { agent, executor } = await addAgent();
    const { body: request } = await submit(agent);
    const decision = { decision: 'approve', revision: 1, digest: request.digest, view_digest: request.digest };
    for (const one of [agent, executor]) {
      const attempts = [
        await call('POST', `/requests/${request.id}/decisions`, { key: one.key, body: decision }),
        await call('POST', `/requests/${request.id}/decisions/${newId('dec')}/withdraw`, { key: one.key, body: {} }),
        await call('GET', `/requests/${request.id}/card`, { key: one.key }),
        await call('POST', `/agents/${agent.id}/pause`, { key: one.key, body: {} }),
      ];
      for (const called of attempts) expect([called.status, problem(called).code]).toEqual([403, 'not_a_reviewer']);
      expect(await refusalsOf(one.id)).toEqual(Array(4).fill('call.refused not_a_reviewer'));
    }
    expect((await call('GET', `/requests/${request.id}`, { key: agent.key })).body.decisions).toEqual([]);
  });

  test("a person's session never submits an Action, redeems or reports, whatever its roles", async () => {
    const { id, session } = await browserOf(['grp:sre', 'grp:security', 'grp:admins']);
    const keyed = { 'idempotency-key': 'k' };
    const attempts = [
      await call('POST', '/requests', { session, body: { action: actionOf('agt_1') }, headers: keyed }),
      await call('POST', '/grants/redeem', {
        session,
        body: { grant: 'x', action: actionOf('agt_1') },
        headers: keyed,
      }),
      await call('POST', `/requests/${newId('req')}/outcome`, { session, body: {}, headers: keyed }),
    ];
    for (const called of attempts) expect([called.status, problem(called).code]).toEqual([403, 'role_required']);
    expect(await refusalsOf(id)).toEqual([
      'request.refused role_required',
      'call.refused role_required',
      'call.refused role_required',
    ]);
  });

  test('B10: an auditor reads and does not decide; an author of policies sees no requests', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    const auditor = await browserOf(['grp:auditors']);
    expect((await call('GET', `/requests/${request.id}`, { session: auditor.session })).status).toBe(200);
    const decision = { decision: 'approve', revision: 1, digest: request.digest, view_digest: request.digest };
    const called = await call('POST', `/requests/${request.id}/decisions`, {
      session: auditor.session,
      body: decision,
    });
    expect([called.status, problem(called).code]).toEqual([403, 'role_required']);
    expect(await refusalsOf(auditor.id)).toEqual(['call.refused role_required']);
    const admins = [
      await call('GET', '/agents', { session: auditor.session }),
      await call('POST', '/agents', { session: auditor.session, body: {} }),
    ];
    expect(admins.map(({ status }) => status)).toEqual([200, 403]);
  });

  test('I9: a call with a session from another site, or without an Origin, changes nothing', async () => {
    const { agent } = await addAgent();
    const { body: request } = await submit(agent);
    const reviewer = await browserOf(['grp:sre']);
    const path = `/requests/${request.id}/comments`;
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: new URL(process.env.PUBLIC_URL!).origin, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const called = await call('POST', path, {
        session: reviewer.session,
        body: { text: 'hi' },
        headers: headers as Record<string, string>,
      });
      expect([called.status, problem(called).code]).toEqual([403, 'cross_origin']);
    }
    const bare = new Headers({ cookie: reviewer.session.get('cookie')! });
    expect(problem(await call('POST', path, { session: bare, body: { text: 'hi' } })).code).toBe('cross_origin');
    expect(await refusalsOf(reviewer.id)).toHaveLength(4);
  });

  test('J5: a subject that is merely named is not proven', async () => {
    const { agent } = await addAgent();
    const action = { ...actionOf(agent.id), subject: { type: 'user', id: 'ann@example.com' } };
    const called = await submit(agent, { action });
    expect([called.status, problem(called).code]).toEqual([403, 'subject_not_proven']);
    expect(await refusalsOf(agent.id)).toEqual(['request.refused subject_not_proven']);
  });

  test('F3: a paused agent is refused at once, and told so', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    const paused = await call<{ paused_at: string }>('POST', `/agents/${agent.id}/pause`, {
      session: reviewer.session,
      body: { reason: 'odd' },
    });
    expect(paused.body.paused_at).toEqual(expect.any(String));
    const called = await submit(agent);
    expect([called.status, problem(called).code]).toEqual([403, 'agent_paused']);
  });
});
