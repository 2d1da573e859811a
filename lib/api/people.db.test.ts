import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent, eventsAbout } from '../identity/testing.ts';
import { actionOf, browserOf, call, decide, problem, smallWorld, submit } from './testing.ts';

testDatabase();
beforeAll(smallWorld);

interface People {
  items: { id: string; roles: string[]; disabled_at: string | null }[];
}

describe('people over HTTP', () => {
  test('administrators and auditors read the list; a reviewer and an agent do not', async () => {
    const { agent } = await addAgent();
    const reviewer = await browserOf(['grp:sre']);
    for (const groups of [['grp:admins'], ['grp:auditors']]) {
      const { session } = await browserOf(groups);
      const listed = await call<People>('GET', '/people', { session });
      expect(listed.status).toBe(200);
      expect(listed.body.items.find(({ id }) => id === reviewer.id)).toMatchObject({ roles: ['reviewer'] });
    }
    const refused = [
      await call('GET', '/people', { session: reviewer.session }),
      await call('GET', '/people', { key: agent.key }),
      await call('GET', '/people'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 401]);
  });

  test('D5: whoever is disabled is out with their very next call, and their word on a request is not taken', async () => {
    const { agent } = await addAgent();
    const admin = await browserOf(['grp:admins']);
    const reviewer = await browserOf(['grp:sre']);
    const { body: request } = await submit(agent, { action: actionOf(agent.id) });
    expect((await call('GET', '/me', { session: reviewer.session })).status).toBe(200);

    const disabled = await call<People['items'][number]>('POST', `/people/${reviewer.id}/disable`, {
      session: admin.session,
      body: { reason: 'The phone was stolen.' },
    });
    expect(disabled).toMatchObject({ status: 200, body: { roles: [], disabled_at: expect.any(String) } });
    const next = await call('GET', '/me', { session: reviewer.session });
    expect([next.status, problem(next).code]).toEqual([401, 'unauthenticated']);
    expect((await decide(reviewer.session, request.id, 'approve')).status).toBe(401);

    const enable = { session: admin.session, body: { reason: 'Found again.' } };
    expect((await call('POST', `/people/${reviewer.id}/enable`, enable)).status).toBe(200);
    expect((await call('GET', '/me', { session: reviewer.session })).status).toBe(401);
  });

  test('L2: disabling and enabling are Events in the name of who did it', async () => {
    const admin = await browserOf(['grp:admins']);
    const { id } = await browserOf(['grp:sre']);
    for (const verb of ['disable', 'enable']) {
      await call('POST', `/people/${id}/${verb}`, { session: admin.session, body: { reason: 'A drill.' } });
    }
    for (const type of ['person.disabled', 'person.enabled']) {
      expect(await eventsAbout(type, 'person_id', id)).toMatchObject([{ actorId: admin.id }]);
    }
  });

  test('an administrator is told plainly that their own account is not theirs to disable', async () => {
    const { id, session } = await browserOf(['grp:admins']);
    const called = await call('POST', `/people/${id}/disable`, { session, body: { reason: 'Holiday.' } });
    expect([called.status, problem(called).detail]).toEqual([
      400,
      'You cannot disable your own account. Ask another administrator.',
    ]);
    expect((await call('GET', '/me', { session })).status).toBe(200);
  });

  test('only an administrator does it, with a reason, from our own page, to somebody who exists', async () => {
    const admin = await browserOf(['grp:admins']);
    const victim = await browserOf(['grp:sre']);
    const path = `/people/${victim.id}/disable`;
    const body = { reason: 'x' };
    const refused = [
      await call('POST', path, { session: (await browserOf(['grp:sre'])).session, body }),
      await call('POST', path, { session: (await browserOf(['grp:auditors'])).session, body }),
      await call('POST', path, { session: admin.session, body: {} }),
      await call('POST', path, { session: admin.session, body, headers: { origin: 'https://evil.example' } }),
      await call('POST', `/people/${newId('usr')}/disable`, { session: admin.session, body }),
      await call('POST', '/people/nobody/enable', { session: admin.session, body }),
    ];
    expect(refused.map((called) => [called.status, problem(called).code])).toEqual([
      [403, 'role_required'],
      [403, 'role_required'],
      [400, 'invalid_field'],
      [403, 'cross_origin'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect((await call('GET', '/me', { session: victim.session })).status).toBe(200);
  });
});
