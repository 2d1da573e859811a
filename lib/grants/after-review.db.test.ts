import { expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { getRequest } from '../approvals/get-request.ts';
import { reviseRequest } from '../approvals/revise-request.ts';
import { submitRequest } from '../approvals/submit-request.ts';
import { actionOf, caller, decideOn, filed, policyOf, redeem, refusalOf, report } from '../approvals/testing.ts';
import { testDatabase } from '../db/testing.ts';
import { issueCredential } from '../identity/issue-credential.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { retireExecutor } from '../identity/retire-executor.ts';
import { signedIn } from '../identity/testing.ts';
import { updateAgent } from '../identity/update-agent.ts';
import { revokeCredential } from './revoke-credential.ts';

testDatabase();

const twice = {
  requirements: { peer: { slots: [{ group: 'sre' }], grant: { uses: 2 } } },
  default: { effect: 'require', use: ['peer'] },
  onError: { effect: 'require', use: ['peer'] },
};

async function approved(by: Awaited<ReturnType<typeof caller>>) {
  const asked = await filed(by);
  await decideOn(await signedIn(['grp:sre']), asked.id, 'approve');
  return getRequest(by.agent, asked.id);
}

test('C1: what has run once cannot become another action under the same request', async () => {
  await policyOf(twice);
  const by = await caller();
  const form = await approved(by);
  await redeem(by, form);
  const revision = reviseRequest(by.agent, {
    requestId: form.id,
    action: actionOf(by.agent, 'drop.table'),
    idempotencyKey: newId('key'),
  });
  expect(await refusalOf(revision)).not.toBe('was not refused');
});

test('C17: after a run that was not what was approved, the uses that were left are void', async () => {
  await policyOf(twice);
  const by = await caller();
  const form = await approved(by);
  const { redemption } = await redeem(by, form);
  await report(by, form, redemption, { ran_digest: 'A'.repeat(43) });
  expect((await getRequest(by.agent, form.id)).state).toBe('failed');
  expect(await refusalOf(redeem(by, form))).toBe('revoked');
});

test('F3: an executor taken out of service redeems nothing that was approved before', async () => {
  await policyOf();
  const by = await caller();
  const form = await approved(by);
  await retireExecutor(by.admin, { executorId: by.executor.executorId });
  forgetDirectory();
  expect(await refusalOf(redeem(by, form))).toBe('credential_revoked');
});

test('J5: authority that was taken back after filing lets nothing run', async () => {
  await policyOf();
  const by = await caller({ actsFor: ['user:*@elsewhere.test'] });
  const subject = { type: 'user', id: `${newId('who')}@elsewhere.test` };
  const asked = await filed(by, actionOf(by.agent, 'deploy.run', { subject }));
  await decideOn(await signedIn(['grp:sre']), asked.id, 'approve');
  const form = await getRequest(by.agent, asked.id);
  await updateAgent(by.admin, { agentId: by.agent.agentId, actsFor: [] });
  forgetDirectory();
  expect(await refusalOf(redeem(by, form))).toBe('revoked');
  expect((await getRequest(by.agent, asked.id)).state).toBe('revoked');
});

test('E6: a freeze published after the approval holds at redemption', async () => {
  await policyOf();
  const by = await caller();
  const form = await approved(by);
  await policyOf({
    calendars: { thaw: { start: '2099-01-01T00:00:00Z', end: '2099-02-01T00:00:00Z' } },
    requirements: { peer: { slots: [{ group: 'sre' }], within: ['thaw'] } },
    onError: { effect: 'require', use: ['peer'] },
  });
  expect(await refusalOf(redeem(by, form))).toBe('not_yet_valid');
});

test('B4: a proposal filed with a byte more is still the proposer’s, who cannot approve it', async () => {
  await policyOf();
  const by = await caller();
  const proposer = await signedIn(['grp:sre']);
  const asked = await filed(by);
  const proposal = actionOf(by.agent);
  await decideOn(proposer, asked.id, 'ask', { proposal });
  const action = { ...proposal, context: { nonce: newId('non') } };
  await reviseRequest(by.agent, { requestId: asked.id, action, idempotencyKey: newId('key') });
  expect(await refusalOf(decideOn(proposer, asked.id, 'approve'))).toBe('self_approval');
});

test('B1: whoever issued the key that joins a request may not approve what it joins', async () => {
  await policyOf();
  const by = await caller();
  const action = actionOf(by.agent);
  const first = await filed(by, action, { attach: true });
  const issuer = await signedIn(['grp:admins', 'grp:sre']);
  const second = await issueCredential(issuer, { holderKind: 'agent', holderId: by.agent.agentId });
  const joining = { ...by.agent, credentialId: second.id };
  const joined = await submitRequest(joining, { action, attach: true, idempotencyKey: newId('key') });
  expect(joined.request.id).toBe(first.id);
  expect(await refusalOf(decideOn(issuer, first.id, 'approve'))).toBe('self_approval');
});

test('F3: what was filed with a key reported stolen is cancelled with it', async () => {
  await policyOf();
  const by = await caller();
  const asked = await filed(by);
  await revokeCredential(by.admin, { credentialId: by.agent.credentialId, reason: 'stolen' });
  expect((await getRequest(by.admin, asked.id)).state).toBe('cancelled');
});
