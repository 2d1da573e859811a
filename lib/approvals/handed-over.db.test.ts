import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { revokeCredential } from '../grants/revoke-credential.ts';
import type { AgentActor, HumanActor } from '../identity/actor.ts';
import { createAgent } from '../identity/create-agent.ts';
import { createExecutor } from '../identity/create-executor.ts';
import { issueCredential } from '../identity/issue-credential.ts';
import { addPerson, signedIn } from '../identity/testing.ts';
import { updateAgent } from '../identity/update-agent.ts';
import { submitRequest } from './submit-request.ts';
import { actionOf, decideOn, policyOf, refusalOf, refused } from './testing.ts';

testDatabase();
beforeAll(() => policyOf());

let owner: HumanActor;
let admin: HumanActor;
let heir: { id: string };
let agent: AgentActor;

beforeEach(async () => {
  [owner, admin] = [await signedIn(['grp:sre']), await signedIn(['grp:admins'])];
  await signedIn(['grp:sre']);
  heir = await addPerson([]);
  const executor = await createExecutor(admin, { name: newId('exe'), ownerId: heir.id, grade: 'network' });
  const { id } = await createAgent(admin, { name: newId('agt'), ownerId: owner.personId, executorId: executor.id });
  agent = await keyed(id);
});

async function keyed(agentId: string): Promise<AgentActor> {
  const { id } = await issueCredential(admin, { holderKind: 'agent', holderId: agentId });
  return { kind: 'agent', agentId, credentialId: id };
}

const filedBy = async (by: AgentActor) =>
  (await submitRequest(by, { action: actionOf(by), idempotencyKey: newId('key') })).request.id;
const handOver = (by: HumanActor = admin) => updateAgent(by, { agentId: agent.agentId, ownerId: heir.id });

describe('B4: an agent that was handed over', () => {
  test('files nothing its former owner may decide while a key of their time lives', async () => {
    await handOver();
    const { code, members } = await refused(decideOn(owner, await filedBy(agent), 'approve'));
    expect([code, members.excluded_as]).toEqual(['self_approval', 'owner']);
  });

  test('is free of its former owner once every key of their time is dead', async () => {
    await handOver();
    await pool().query(`UPDATE credential SET created_at = created_at - interval '1 second' WHERE id = $1`, [
      agent.credentialId,
    ]);
    await revokeCredential(admin, { credentialId: agent.credentialId });
    const { state } = await decideOn(owner, await filedBy(await keyed(agent.agentId)), 'approve');
    expect(state).toBe('approved');
  });

  test('files nothing that may be decided by whoever handed it over, acts in its name or chose what runs it', async () => {
    const mallory = await signedIn(['grp:sre', 'grp:admins']);
    await updateAgent(mallory, { agentId: agent.agentId, actsFor: ['user:*@demo.test'] });
    expect(await refusalOf(decideOn(mallory, await filedBy(agent), 'approve'))).toBe('self_approval');

    const other = await signedIn(['grp:sre', 'grp:admins']);
    await handOver(other);
    expect(await refusalOf(decideOn(other, await filedBy(agent), 'approve'))).toBe('self_approval');
  });

  test('files what somebody who only renamed it may decide', async () => {
    const sam = await signedIn(['grp:sre', 'grp:admins']);
    await updateAgent(sam, { agentId: agent.agentId, name: newId('agt'), tags: ['renamed'] });
    expect((await decideOn(sam, await filedBy(agent), 'approve')).state).toBe('approved');
  });

  test('the product cannot take anybody out of its history', async () => {
    await expect(pool().query('DELETE FROM agent_steward')).rejects.toThrow(/permission denied/);
    await expect(pool().query(`UPDATE agent_steward SET at = now()`)).rejects.toThrow(/permission denied/);
  });
});
