import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { pauseAgent } from '../grants/pause-agent.ts';
import { resumeAgent } from '../grants/resume-agent.ts';
import { retireAgent } from '../grants/retire-agent.ts';
import { revokeCredential } from '../grants/revoke-credential.ts';
import type { HumanActor } from './actor.ts';
import { authenticateCredential } from './authenticate-credential.ts';
import { createAgent } from './create-agent.ts';
import { createExecutor } from './create-executor.ts';
import { issueCredential } from './issue-credential.ts';
import { getAgent, listAgents } from './list-agents.ts';
import { listExecutors } from './list-executors.ts';
import { registeredAgent } from './registered-agent.ts';
import { retireExecutor } from './retire-executor.ts';
import { addAgent, addPerson, eventsAbout, signedIn } from './testing.ts';
import { updateAgent } from './update-agent.ts';
import { updateExecutor } from './update-executor.ts';

testDatabase();

const code = (code: string) => expect.objectContaining({ code });
let [admin, reviewer, auditor]: HumanActor[] = [];
beforeAll(async () => {
  [admin, reviewer, auditor] = [
    await signedIn(['grp:admins']),
    await signedIn(['grp:sre']),
    await signedIn(['grp:auditors']),
  ];
});

describe('registering an agent', () => {
  test('L2: is an Event of the same transaction, and so is every key, in whose name it was made', async () => {
    const { admin, owner, agent } = await addAgent({ model: { provider: 'acme', name: 'm1' } });
    expect(await eventsAbout('agent.registered', 'agent_id', agent.id)).toMatchObject([
      { actorId: admin.personId, data: { owner_id: owner.id, model: { name: 'm1' }, changed: [] } },
    ]);
    const [issued] = await eventsAbout('credential.issued', 'credential_id', agent.credentialId);
    expect(issued).toMatchObject({ data: { holder_id: agent.id, kind: 'api_key', created_by_id: admin.personId } });
    expect(JSON.stringify(issued)).not.toContain(agent.key.slice(34, 77));
  });

  test('is refused to anyone but an administrator, who sees and changes nothing by trying', async () => {
    const { agent, owner, executor } = await addAgent();
    const before = await getAgent(admin!, agent.id);
    for (const person of [reviewer!, auditor!]) {
      const attempts = [
        () => createAgent(person, { name: newId('agt'), ownerId: owner.id, executorId: executor.id }),
        () => createExecutor(person, { name: newId('exe'), ownerId: owner.id, grade: 'network' }),
        () => updateAgent(person, { agentId: agent.id, ownerId: person.personId }),
        () => updateExecutor(person, { executorId: executor.id, grade: 'structural' }),
        () => resumeAgent(person, { agentId: agent.id }),
        () => retireAgent(person, { agentId: agent.id }),
        () => retireExecutor(person, { executorId: executor.id }),
        () => issueCredential(person, { holderKind: 'agent', holderId: agent.id }),
        () => revokeCredential(person, { credentialId: agent.credentialId }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toThrow(code('role_required'));
    }
    expect(await getAgent(admin!, agent.id)).toEqual(before);
  });

  test('names every field that is wrong, and leaves nothing behind', async () => {
    const name = newId('agt');
    const wrong = { name: ` ${name}`, ownerId: newId('usr'), executorId: newId('exe'), actsFor: ['user:a', '*:*'] };
    const error = await createAgent(admin!, wrong).catch((refusal) => refusal);
    expect(error).toMatchObject({ code: 'invalid_field' });
    expect(error.members.errors.map((problem: { pointer: string }) => problem.pointer)).toEqual([
      '/name',
      '/owner_id',
      '/executors/0',
      '/acts_for/1',
    ]);
  });

  test('twice under one name is refused, also when both come at once', async () => {
    const { owner, executor } = await addAgent();
    const agent = { name: newId('agt'), ownerId: owner.id, executorId: executor.id };
    const results = await Promise.allSettled([createAgent(admin!, agent), createAgent(admin!, agent)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')!.reason).toEqual(code('invalid_field'));
  });
});

describe('what intake knows of an agent', () => {
  test('follows a change at once', async () => {
    const { agent, executor } = await addAgent({ actsFor: ['user:a'] });
    expect(await registeredAgent(agent.id)).toMatchObject({ actsFor: ['user:a'], paused: false, retired: false });
    const owner = await addPerson([]);
    const other = await createExecutor(admin!, { name: newId('exe'), ownerId: owner.id, grade: 'cooperative' });
    await updateAgent(admin!, { agentId: agent.id, ownerId: owner.id, actsFor: [], executors: [other.id] });
    const after = await registeredAgent(agent.id);
    expect(after).toMatchObject({ actsFor: [], ownerId: owner.id, executorId: executor.id });
    expect(Object.fromEntries(after.executors)).toEqual({ [executor.id]: 'network', [other.id]: 'cooperative' });
    expect(await eventsAbout('agent.changed', 'agent_id', agent.id)).toMatchObject([
      { data: { owner_id: owner.id, changed: ['owner_id', 'acts_for', 'executors'] } },
    ]);
  });

  test('a change to what it is already changes nothing and is no Event', async () => {
    const { agent } = await addAgent({ tags: ['a'] });
    await updateAgent(admin!, { agentId: agent.id, tags: ['a'] });
    expect(await eventsAbout('agent.changed', 'agent_id', agent.id)).toEqual([]);
  });

  test('B1: always includes who issued the key it came with, however new that key is', async () => {
    const { agent } = await addAgent();
    const creator = await addPerson([]);
    await registeredAgent(agent.id);
    const credentialId = newId('crd');
    await pool().query(
      `INSERT INTO credential (id, holder_kind, holder_id, prefix, secret_hash, scopes, created_by_id, expires_at)
        VALUES ($1, 'agent', $2, 'cs_agt_x', '\\x00', '{requests}', $3, now() + interval '1 day')`,
      [credentialId, agent.id, creator.id],
    );
    const known = await registeredAgent(agent.id, credentialId);
    expect(known.credentials.get(credentialId)).toMatchObject({ createdById: creator.id });
  });
});

describe('keys', () => {
  test('two may overlap for rotation; a third is refused, also when several are asked for at once', async () => {
    const { agent } = await addAgent();
    const order = { holderKind: 'agent', holderId: agent.id } as const;
    const results = await Promise.allSettled([1, 2, 3].map(() => issueCredential(admin!, order)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await revokeCredential(admin!, { credentialId: agent.credentialId, reason: 'rotated', keepGrants: true });
    await expect(issueCredential(admin!, order)).resolves.toMatchObject({ key: expect.stringMatching(/^cs_agt_/) });
  });

  test.each([0, 366, 1.5, -1])('that would live for %s days are refused', async (expiresInDays) => {
    const { agent } = await addAgent();
    const order = { holderKind: 'agent', holderId: agent.id, expiresInDays } as const;
    await expect(issueCredential(admin!, order)).rejects.toThrow(code('invalid_field'));
  });

  test('F3: revoking one ends it with this commit, is an Event, and the reason is only committed to', async () => {
    const { agent } = await addAgent();
    await authenticateCredential(agent.key);
    await revokeCredential(admin!, { credentialId: agent.credentialId, reason: 'found in a paste' });
    await expect(authenticateCredential(agent.key)).rejects.toThrow(code('credential_revoked'));
    await revokeCredential(admin!, { credentialId: agent.credentialId });
    const events = await eventsAbout('credential.revoked', 'credential_id', agent.credentialId);
    expect(events).toMatchObject([{ data: { holder_id: agent.id } }]);
    expect(JSON.stringify(events)).not.toContain('paste');
  });
});

describe('stopping an agent', () => {
  test('F3: any reviewer may pause it, only an administrator lets it go on, and both are Events', async () => {
    const { agent } = await addAgent();
    await pauseAgent(reviewer!, { agentId: agent.id, reason: 'odd deletes' });
    await pauseAgent(reviewer!, { agentId: agent.id, reason: 'again' });
    expect(await registeredAgent(agent.id)).toMatchObject({ paused: true });
    await expect(pauseAgent(auditor!, { agentId: agent.id })).rejects.toThrow(code('role_required'));
    await resumeAgent(admin!, { agentId: agent.id });
    expect(await registeredAgent(agent.id)).toMatchObject({ paused: false });
    expect(await eventsAbout('agent.paused', 'agent_id', agent.id)).toMatchObject([{ actorId: reviewer!.personId }]);
    expect(await eventsAbout('agent.resumed', 'agent_id', agent.id)).toHaveLength(1);
  });

  test('retiring it ends its keys; it stays in the list, and is not found by whoever wants to change it', async () => {
    const { agent } = await addAgent();
    await retireAgent(admin!, { agentId: agent.id, reason: 'replaced' });
    await expect(authenticateCredential(agent.key)).rejects.toThrow(code('credential_revoked'));
    expect(await eventsAbout('agent.retired', 'agent_id', agent.id)).toHaveLength(1);
    expect((await listAgents(auditor!)).find(({ id }) => id === agent.id)!.retiredAt).toBeInstanceOf(Date);
    await expect(updateAgent(admin!, { agentId: agent.id, tags: ['x'] })).rejects.toThrow(code('not_found'));
    await expect(issueCredential(admin!, { holderKind: 'agent', holderId: agent.id })).rejects.toThrow(
      code('not_found'),
    );
  });

  test('an executor that is retired redeems nothing and is offered to no agent', async () => {
    const { agent, executor } = await addAgent();
    await updateExecutor(admin!, { executorId: executor.id, grade: 'structural' });
    expect((await registeredAgent(agent.id)).executors.get(executor.id)).toBe('structural');
    await retireExecutor(admin!, { executorId: executor.id });
    await expect(authenticateCredential(executor.key)).rejects.toThrow(code('credential_revoked'));
    expect((await registeredAgent(agent.id)).executors.has(executor.id)).toBe(false);
    expect((await listExecutors(auditor!)).find(({ id }) => id === executor.id)!.retiredAt).toBeInstanceOf(Date);
  });
});

describe('who may look', () => {
  test('reviewers, auditors and administrators; what they see holds no secret', async () => {
    const { agent } = await addAgent();
    const author: HumanActor = { ...reviewer!, roles: ['author'] };
    await expect(listAgents(author)).rejects.toThrow(code('role_required'));
    await expect(getAgent(admin!, newId('agt'))).rejects.toThrow(code('not_found'));
    const seen = await getAgent(auditor!, agent.id);
    expect(seen.credentials).toMatchObject([{ id: agent.credentialId, prefix: agent.key.slice(0, 33) }]);
    expect(JSON.stringify(seen)).not.toContain(agent.key.slice(34, 77));
  });
});
