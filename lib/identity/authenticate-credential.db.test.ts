import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#protocol/id.ts';
import { bus } from '../db/listen.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { authenticateCredential } from './authenticate-credential.ts';
import { makeCredentialKey } from './credential-key.ts';
import { forgetDirectory } from './recall.ts';
import { addAgent } from './testing.ts';

const database = testDatabase();
beforeAll(() => bus().ready);
afterEach(() => vi.restoreAllMocks());

/** Resolves when the bus has told everything that was announced until now. */
async function heardEverything(): Promise<void> {
  const marker = newId('tst');
  const heard = new Promise<void>((resolve) => {
    const stop = bus().on((payload) => {
      if (payload !== marker) return;
      stop();
      resolve();
    });
  });
  await pool().query(`SELECT pg_notify('countersign', $1)`, [marker]);
  await heard;
}

const refusedAs = (code: string) => expect.objectContaining({ code });
const statements = () => vi.spyOn(pool(), 'query');

describe('an API key', () => {
  test('says who is calling, by what was registered and nothing the caller claims', async () => {
    const { agent, executor } = await addAgent();
    expect(await authenticateCredential(agent.key)).toEqual({
      kind: 'agent',
      agentId: agent.id,
      credentialId: agent.credentialId,
    });
    expect(await authenticateCredential(executor.key)).toEqual({
      kind: 'executor',
      executorId: executor.id,
      credentialId: executor.credentialId,
    });
  });

  test('that was used a moment ago costs the hot path no round trip', async () => {
    const { agent } = await addAgent();
    await heardEverything();
    await authenticateCredential(agent.key);
    const asked = statements();
    await authenticateCredential(agent.key);
    expect(asked).not.toHaveBeenCalled();
  });

  test('is kept as a hash: no column of the database holds its secret', async () => {
    const { agent } = await addAgent();
    const { rows } = await database
      .ownerPool()
      .query('SELECT to_jsonb(c)::text AS text FROM credential c WHERE id = $1', [agent.credentialId]);
    expect(rows[0].text).not.toContain(agent.key.slice(-52, -9));
  });

  test('J6: an unknown id, a wrong secret and another kind of holder are one answer, for one statement each', async () => {
    const { agent } = await addAgent();
    await authenticateCredential(agent.key);
    const guesses = [
      makeCredentialKey('agent', newId('crd')).key,
      makeCredentialKey('agent', agent.credentialId).key,
      makeCredentialKey('executor', agent.credentialId).key,
    ];
    const answers = [];
    for (const guess of guesses) {
      const asked = statements();
      const error = await authenticateCredential(guess).catch((refusal) => refusal);
      answers.push({ code: error.code, detail: error.detail, members: error.members, asked: asked.mock.calls.length });
      asked.mockRestore();
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'unauthenticated', asked: 1 });
  });

  test('F3: a revoked key is refused at once, though a moment ago it was good', async () => {
    const { agent } = await addAgent();
    await authenticateCredential(agent.key);
    await pool().query('UPDATE credential SET revoked_at = now() WHERE id = $1', [agent.credentialId]);
    forgetDirectory();
    await expect(authenticateCredential(agent.key)).rejects.toThrow(refusedAs('credential_revoked'));
  });

  test('F3: a key that another replica revoked is refused as soon as the change is announced', async () => {
    const { agent } = await addAgent();
    await heardEverything();
    await authenticateCredential(agent.key);
    await database.ownerPool().query(`UPDATE credential SET revoked_at = now() WHERE id = $1`, [agent.credentialId]);
    await expect(authenticateCredential(agent.key)).resolves.toMatchObject({ agentId: agent.id });
    await database.ownerPool().query(`SELECT pg_notify('countersign', 'directory')`);
    await heardEverything();
    await expect(authenticateCredential(agent.key)).rejects.toThrow(refusedAs('credential_revoked'));
  });

  test('an expired key is refused, to whoever knows its secret; to anybody else it is no key', async () => {
    const { agent } = await addAgent();
    await pool().query(`UPDATE credential SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      agent.credentialId,
    ]);
    forgetDirectory();
    await expect(authenticateCredential(agent.key)).rejects.toThrow(refusedAs('credential_expired'));
    await expect(authenticateCredential(makeCredentialKey('agent', agent.credentialId).key)).rejects.toThrow(
      refusedAs('unauthenticated'),
    );
  });

  test('notes its last use without being waited for', async () => {
    const { agent } = await addAgent();
    await authenticateCredential(agent.key);
    await vi.waitFor(async () => {
      const { rows } = await pool().query('SELECT last_used_at FROM credential WHERE id = $1', [agent.credentialId]);
      expect(rows[0].last_used_at).toBeInstanceOf(Date);
    });
  });
});
