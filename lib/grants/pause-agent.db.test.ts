import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { submitRequest } from '../approvals/submit-request.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { addAgent, eventsAbout } from '../identity/testing.ts';
import { installPolicy } from '../policy/install-policy.ts';
import { pauseAgent } from './pause-agent.ts';
import { resumeAgent } from './resume-agent.ts';
import { retireAgent } from './retire-agent.ts';
import { revokeCredential } from './revoke-credential.ts';

testDatabase();

const policy = `
apiVersion: countersign/v1
name: open
timezone: UTC
groups: {sre: {idp: ["grp:sre"]}}
requirements: {peer: {slots: [{group: sre}]}}
rules:
  - {id: notes, effect: allow, actions: [note.write], sample: 0.05}
default: {effect: require, use: [peer]}
onError: {effect: require, use: [peer]}
tests:
  - {name: notes, given: {action: {name: note.write}}, expect: {effect: allow, rules: [notes]}}
`;

beforeAll(async () => {
  const installed = await installPolicy(policy, { kind: 'install' });
  if (!installed.ok) throw new Error(JSON.stringify(installed.problems));
});

/** An agent that holds a grant it has not spent. */
async function agentWithGrant() {
  const added = await addAgent();
  const { agent } = added;
  const caller = { kind: 'agent', agentId: agent.id, credentialId: agent.credentialId } as const;
  const submit = () =>
    submitRequest(caller, {
      action: {
        subject: { type: 'agent', id: agent.id },
        action: { name: 'note.write' },
        resource: { type: 'note', id: newId('not') },
        context: {},
      },
      idempotencyKey: newId('key'),
    });
  const { request } = await submit();
  const { rows } = await pool().query('SELECT id FROM "grant" WHERE request_id = $1', [request.id]);
  return { ...added, submit, grantId: rows[0].id as string };
}

const causeOf = async (grantId: string) =>
  (await eventsAbout('grant.revoked', 'grant_id', grantId)).map((event) => event.data.cause);

describe('what an agent holds when it is stopped', () => {
  test('F3: pausing it voids its unspent grants and refuses what it files; resuming brings no grant back', async () => {
    const { admin, agent, submit, grantId } = await agentWithGrant();
    await pauseAgent(admin, { agentId: agent.id });
    expect(await causeOf(grantId)).toEqual(['agent_paused']);
    await expect(submit()).rejects.toMatchObject({ code: 'agent_paused' });
    await resumeAgent(admin, { agentId: agent.id });
    const { rows } = await pool().query('SELECT revoked_at FROM "grant" WHERE id = $1', [grantId]);
    expect(rows[0].revoked_at).toBeInstanceOf(Date);
    await expect(submit()).resolves.toMatchObject({ status: 200 });
  });

  test('F3: a key revoked as stolen voids its agent’s unspent grants; one that was rotated out does not', async () => {
    const [stolen, rotated] = [await agentWithGrant(), await agentWithGrant()];
    await revokeCredential(stolen.admin, { credentialId: stolen.agent.credentialId });
    expect(await causeOf(stolen.grantId)).toEqual(['credential']);
    await revokeCredential(rotated.admin, { credentialId: rotated.agent.credentialId, keepGrants: true });
    expect(await causeOf(rotated.grantId)).toEqual([]);
  });

  test('retiring it voids its unspent grants', async () => {
    const { admin, agent, grantId } = await agentWithGrant();
    await retireAgent(admin, { agentId: agent.id });
    expect(await causeOf(grantId)).toHaveLength(1);
  });
});
