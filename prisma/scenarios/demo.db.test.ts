import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../lib/db/pool.ts';
import { testDatabase } from '../../lib/db/testing.ts';
import { authenticateCredential } from '../../lib/identity/authenticate-credential.ts';
import { directory } from '../../lib/identity/directory.ts';
import { type Demo, loadDemo } from './demo.ts';

testDatabase();

const counts = async () =>
  (
    await pool().query(
      `SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM agent) AS agents,
        (SELECT count(*) FROM credential) AS keys, (SELECT count(*) FROM policy_version) AS policies,
        (SELECT count(*) FROM event) AS events`,
    )
  ).rows[0];

describe('the demo company', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await loadDemo();
  });

  test('has agents and an executor whose keys work, owned by somebody who may not approve for them', async () => {
    expect(demo.agents.map(({ name }) => name)).toEqual(['billing-bot', 'crm-agent', 'deploy-bot']);
    for (const agent of demo.agents) {
      expect(await authenticateCredential(agent.key)).toMatchObject({ kind: 'agent', agentId: agent.id });
    }
    expect(await authenticateCredential(demo.executors[0]!.key)).toMatchObject({ kind: 'executor' });
  });

  test('knows who may decide before anybody signed in', async () => {
    const { people, groups } = await directory();
    const names = (groups.get('grp:sre') ?? []).map((id) => people.get(id)!.name).sort();
    expect(names).toEqual(['Ann Weiss', 'Dana Okafor']);
    expect(demo.people.find(({ email }) => email === 'sam@demo.test')!.roles).toEqual(['author', 'reviewer']);
  });

  test('loaded again with the keys it gave out is exactly as it was', async () => {
    const before = await counts();
    expect(await loadDemo({ kept: demo })).toEqual(demo);
    expect(await counts()).toEqual(before);
  });

  test('loaded without them gives out new keys, and the lost ones open nothing any more', async () => {
    const renewed = await loadDemo();
    await expect(authenticateCredential(demo.agents[0]!.key)).rejects.toMatchObject({ code: 'credential_revoked' });
    expect(await authenticateCredential(renewed.agents[0]!.key)).toMatchObject({ agentId: demo.agents[0]!.id });
  });
});
