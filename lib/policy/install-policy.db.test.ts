import { describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { transaction } from '../db/transaction.ts';
import { activePolicy, policyInForce } from './active.ts';
import { ensurePolicy, installPolicy, installPolicyText } from './install-policy.ts';
import { smallDocument } from './testing/small-policy.ts';

const database = testDatabase();
const source = { kind: 'install', ref: 'policy.yaml' } as const;

async function events(type: string) {
  const { rows } = await database
    .ownerPool()
    .query('SELECT payload FROM event WHERE type = $1 ORDER BY at, id', [type]);
  return rows.map((row) => JSON.parse(row.payload).predicate);
}

/** The tests of this file tell one story, in order: a deployment from its first minute on. */
describe('the policy in force', () => {
  test('G3: before there is a version nothing is allowed', async () => {
    await expect(activePolicy()).rejects.toMatchObject({ code: 'policy_unavailable' });
    await expect(transaction((tx) => policyInForce(tx))).rejects.toMatchObject({ code: 'policy_unavailable' });
  });

  test('G13: a deployment’s first version allows nothing, and its Event names no approval', async () => {
    const installed = await ensurePolicy({ text: installPolicyText(['grp:sre']) });
    expect(installed).toMatchObject({ ok: true, name: 'install', version: 1, changed: true });
    expect(await activePolicy()).toMatchObject({ name: 'install', version: 1 });
    const [published] = await events('policy.published');
    expect(published).toMatchObject({
      actor: { kind: 'system' },
      data: { version: 1, source: { kind: 'install' }, author_id: [] },
    });
    expect(published.data).not.toHaveProperty('approval_request_id');
  });

  test('starting again changes nothing', async () => {
    expect(await ensurePolicy({ text: smallDocument() })).toBeUndefined();
    expect(await installPolicy(installPolicyText(['grp:sre']), source)).toMatchObject({ version: 1, changed: false });
    expect(await events('policy.published')).toHaveLength(1);
  });

  test('L2: a new version is in force at once, with its Event naming the one before', async () => {
    const before = await activePolicy();
    const installed = await installPolicy(smallDocument(), source);
    expect(installed).toMatchObject({ ok: true, name: 'prod', version: 1, changed: true });
    expect(await transaction((tx) => policyInForce(tx))).toMatchObject({ name: 'prod', version: 1 });
    await expect.poll(async () => (await activePolicy()).name, { timeout: 3000 }).toBe('prod');
    expect((await events('policy.published'))[1].data).toMatchObject({ name: 'prod', from_digest: before.digest });
  });

  test('G5: a document that does not load changes nothing and leaves policy.refused with its findings', async () => {
    const broken = smallDocument({ rules: [{ id: 'a', effect: 'deny', when: 'nonsense' }] });
    expect(await installPolicy(broken, source)).toMatchObject({
      ok: false,
      problems: [{ rule: 'a', code: 'unknown_fact' }],
    });
    expect(await transaction((tx) => policyInForce(tx))).toMatchObject({ name: 'prod', version: 1 });
    expect((await events('policy.refused'))[0].data.problems).toEqual([{ rule: 'a', code: 'unknown_fact' }]);
  });

  test('two documents installed at the same moment are two versions, one after the other', async () => {
    const texts = ['5m', '6m', '7m', '8m'].map((deadline) =>
      smallDocument({
        requirements: { peer: { slots: [{ group: 'sre' }], deadline }, 'two-person': { slots: [{ group: 'sre' }] } },
      }),
    );
    const installed = await Promise.all(texts.map((text) => installPolicy(text, source)));
    expect(installed.map((one) => one.ok && one.version).sort()).toEqual([2, 3, 4, 5]);
    expect((await transaction((tx) => policyInForce(tx))).version).toBe(5);
  });

  test('an old document published again is a new version with the old digest', async () => {
    const again = await installPolicy(smallDocument(), source);
    expect(again).toMatchObject({ ok: true, version: 6, changed: true });
    const { rows } = await pool().query('SELECT version FROM policy_version WHERE digest = $1 ORDER BY version', [
      again.ok && again.digest,
    ]);
    expect(rows.map((row) => row.version)).toEqual([1, 6]);
  });

  test('the product’s own role can neither change nor remove a version', async () => {
    await expect(pool().query("UPDATE policy_version SET document = ''")).rejects.toThrow(/permission denied/);
    await expect(pool().query('DELETE FROM policy_version')).rejects.toThrow(/permission denied/);
  });

  test('G3: a version that is not what was published is not loaded', async () => {
    await database.superuserPool().query(`
      INSERT INTO policy_version (name, version, digest, document, source)
        SELECT name, 7, 'x' || substr(digest, 2), document, source FROM policy_version WHERE name = 'prod' AND version = 6;
      UPDATE policy_active SET version = 7`);
    await expect(transaction((tx) => policyInForce(tx))).rejects.toMatchObject({ code: 'policy_unavailable' });
    await expect
      .poll(
        () =>
          activePolicy().then(
            () => 'in force',
            (error) => error.code,
          ),
        { timeout: 3000 },
      )
      .toBe('policy_unavailable');
  });
});
