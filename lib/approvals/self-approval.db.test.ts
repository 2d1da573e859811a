import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import type { Action, Problem } from '#protocol/wire.ts';
import { actionOf as apiAction, browserOf, call, problem } from '../api/testing.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import type { HumanActor } from '../identity/actor.ts';
import { issueCredential } from '../identity/issue-credential.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { readSession } from '../identity/session.ts';
import { addPerson, addSession, nowIn, nowOne, signedIn } from '../identity/testing.ts';
import { updateAgent } from '../identity/update-agent.ts';
import { getCard } from './get-card.ts';
import { getRequest } from './get-request.ts';
import { reviseRequest } from './revise-request.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  redeem,
  refusalOf,
  refused,
  stateOf,
} from './testing.ts';

testDatabase();

beforeAll(() => policyOf());

/** Somebody whose groups let them fill the slot, so that nothing but who they are stands in the way. */
const reviewer = () => signedIn(['grp:sre']);
const ownedBy = (owner: HumanActor) => caller({ ownerId: owner.personId });
const actingFor = (id: string, email?: string): Partial<Action> => ({
  subject: { type: 'user', id, ...(email && { properties: { email } }) },
});
/** An agent of somebody else's that an administrator lets act for whoever these patterns cover. */
const delegate = (pattern: string) => caller({ actsFor: [pattern] });

/** Every way of deciding that lets anything through is refused, leaves its Event, and changes nothing. */
async function expectExcluded(human: HumanActor, requestId: string, as: string): Promise<void> {
  const before = await stateOf(requestId);
  const earlier = (await eventsOf(requestId, 'decision.refused')).length;
  for (const verdict of ['approve', 'deny', 'ask'] as const) {
    const refusal = await refused(decideOn(human, requestId, verdict));
    expect([refusal.code, refusal.members.excluded_as]).toEqual(['self_approval', as]);
  }
  const events = (await eventsOf(requestId, 'decision.refused')).slice(earlier);
  expect(events.map(({ data }) => [data.attempted, data.reason, data.excluded_as])).toEqual(
    ['approve', 'deny', 'ask'].map((verdict) => [verdict, 'self_approval', as]),
  );
  expect(new Set(events.map((event) => event.actorId))).toEqual(new Set([human.personId]));
  expect(await stateOf(requestId)).toBe(before);
  expect(await liveGrants(requestId)).toBe(0);
  const { controls } = await getCard(human, requestId);
  expect(controls.filter((control) => control !== 'withdraw')).toEqual([]);
}

describe('nobody approves what is their own', () => {
  test('B1: the agent’s owner', async () => {
    const owner = await reviewer();
    const { id } = await filed(await ownedBy(owner));
    await expectExcluded(owner, id, 'owner');
  });

  test('B1: whoever created the credential the agent came with', async () => {
    const by = await caller();
    await nowIn(by.admin.personId, ['grp:admins', 'grp:sre']);
    const { id } = await filed(by);
    await expectExcluded(by.admin, id, 'credential_creator');
  });

  test('B1: whoever created another credential of the agent is not excluded for that, and is for the one it came with', async () => {
    const by = await caller();
    const second = await signedIn(['grp:admins', 'grp:sre']);
    const key = await issueCredential(second, { holderKind: 'agent', holderId: by.agent.agentId });
    const came = await filed({ ...by, agent: { ...by.agent, credentialId: key.id } });
    await expectExcluded(second, came.id, 'credential_creator');
    const other = await filed(by);
    expect((await decideOn(second, other.id, 'approve')).state).toBe('approved');
  });

  test('B1: the subject the agent acts for, named by our id', async () => {
    const ann = await reviewer();
    const by = await delegate('user:*');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor(ann.personId)));
    await expectExcluded(ann, id, 'subject');
  });

  test('B1: the subject, named by the id the identity provider knows them by', async () => {
    const { id: personId, sub } = await addPerson(['grp:sre']);
    const ann = (await readSession(await addSession(personId)))!;
    const by = await delegate('user:*');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor(sub)));
    await expectExcluded(ann, id, 'subject');
  });

  test.each([
    ['as it is written', (email: string) => email],
    ['in capitals', (email: string) => email.toUpperCase()],
    ['with a tag', (email: string) => email.replace('@', '+nightly@')],
    ['as a link', (email: string) => `mailto:${email}`],
    ['in full-width letters', (email: string) => email.replace('demo', 'ｄｅｍｏ')],
    ['with spaces around it', (email: string) => ` ${email} `],
  ])('B2: the subject, named by their address %s', async (_, written) => {
    const ann = await reviewer();
    const by = await delegate('user:*');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor(written(ann.email))));
    await expectExcluded(ann, id, 'subject');
  });

  test('B2: the subject under an id of somebody else’s, with their address beside it', async () => {
    const ann = await reviewer();
    const by = await delegate('user:*');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor('u-4711', ann.email)));
    await expectExcluded(ann, id, 'subject');
  });

  test('B2: the same human with a second account that was found to be theirs, before or after filing', async () => {
    for (const when of ['before', 'after']) {
      const [owner, second] = [await reviewer(), await reviewer()];
      const by = await ownedBy(owner);
      if (when === 'before') await nowOne(second.personId, owner.personId);
      const { id } = await filed(by);
      if (when === 'after') await nowOne(second.personId, owner.personId);
      await expectExcluded(second, id, 'owner');
    }
  });

  test('B2: the same human, whose second account is the one merged away', async () => {
    const [owner, second] = [await reviewer(), await reviewer()];
    const { id } = await filed(await ownedBy(owner));
    await nowOne(owner.personId, second.personId);
    const refusal = await refused(decideOn(second, id, 'approve'));
    expect([refusal.code, refusal.members.excluded_as]).toEqual(['self_approval', 'owner']);
    expect(await liveGrants(id)).toBe(0);
  });

  test('B2: somebody linked to the subject only after filing', async () => {
    const ann = await reviewer();
    const by = await delegate('user:*');
    const external = newId('ext');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor(external)));
    await pool().query(
      `INSERT INTO identity_link (provider, tenant, external_id, person_id) VALUES ('chat', 't', $1, $2)`,
      [external, ann.personId],
    );
    forgetDirectory();
    await expectExcluded(ann, id, 'subject');
  });

  test('B3: an administrator who owns the agent, whatever their roles', async () => {
    const admin = await signedIn(['grp:admins', 'grp:sre', 'grp:security']);
    const { id } = await filed(await ownedBy(admin));
    await expectExcluded(admin, id, 'owner');
  });

  test('B4: the former owner stays excluded when the agent gets a new one, and the new one is excluded as well', async () => {
    const [former, next] = [await reviewer(), await reviewer()];
    const by = await ownedBy(former);
    const { id } = await filed(by);
    await updateAgent(by.admin, { agentId: by.agent.agentId, ownerId: next.personId });
    await expectExcluded(former, id, 'owner');
    await expectExcluded(next, id, 'owner');
    await expectExcluded(former, (await filed(by)).id, 'owner');
  });

  test('B4: a link that is removed while pending frees nobody', async () => {
    const { id: personId, sub } = await addPerson(['grp:sre']);
    const ann = (await readSession(await addSession(personId)))!;
    const by = await delegate('user:*');
    const { id } = await filed(by, actionOf(by.agent, 'deploy.run', actingFor(sub)));
    await pool().query('DELETE FROM identity_link WHERE person_id = $1', [personId]);
    forgetDirectory();
    await expectExcluded(ann, id, 'subject');
  });

  test('B4: another agent as the subject stands for its owner, also for the one it gets while pending', async () => {
    const [owner, next] = [await reviewer(), await reviewer()];
    const subject = await ownedBy(owner);
    const by = await delegate('agent:*');
    const { id } = await filed(
      by,
      actionOf(by.agent, 'deploy.run', { subject: { type: 'agent', id: subject.agent.agentId } }),
    );
    await expectExcluded(owner, id, 'subject');
    await updateAgent(subject.admin, { agentId: subject.agent.agentId, ownerId: next.personId });
    await expectExcluded(owner, id, 'subject');
    await expectExcluded(next, id, 'subject');
  });

  describe('the editor', () => {
    const propose = async (by: Caller, editor: HumanActor) => {
      const asked = await filed(by);
      const proposal = actionOf(by.agent);
      await decideOn(editor, asked.id, 'ask', { proposal });
      const { questions } = await getRequest(by.agent, asked.id);
      return { id: asked.id, proposal, adopts: questions[0]!.id };
    };
    const revise = (by: Caller, requestId: string, action: Action, adopts?: string) =>
      reviseRequest(by.agent, { requestId, action, idempotencyKey: newId('key'), ...(adopts && { adopts }) });

    test('B4: whoever proposed the change that the agent adopted', async () => {
      const [by, editor] = [await caller(), await reviewer()];
      const { id, proposal, adopts } = await propose(by, editor);
      await revise(by, id, proposal, adopts);
      await expectExcluded(editor, id, 'editor');
      expect((await eventsOf(id, 'request.revised'))[0]!.data.editor_id).toEqual([editor.personId]);
    });

    test('B4: whoever proposed it when the agent files it without saying so', async () => {
      const [by, editor] = [await caller(), await reviewer()];
      const { id, proposal } = await propose(by, editor);
      await revise(by, id, proposal);
      await expectExcluded(editor, id, 'editor');
    });

    test('B4: whoever proposed it, also once a later revision has replaced it', async () => {
      const [by, editor] = [await caller(), await reviewer()];
      const { id, proposal, adopts } = await propose(by, editor);
      await revise(by, id, proposal, adopts);
      await revise(by, id, actionOf(by.agent));
      await expectExcluded(editor, id, 'editor');
    });

    test('C16: whoever proposed a change may not approve what replaces it, adopted or not: a byte more is no way round', async () => {
      const [by, editor] = [await caller(), await reviewer()];
      const { id } = await propose(by, editor);
      await revise(by, id, actionOf(by.agent));
      await expectExcluded(editor, id, 'editor');
    });
  });

  test('B1: who becomes excluded after voting is not counted any more, at the last slot as at redemption', async () => {
    const [by, voter] = [await caller(), await reviewer()];
    const { id } = await filed(by);
    await decideOn(voter, id, 'approve');
    const form = await getRequest(by.agent, id);
    await updateAgent(by.admin, { agentId: by.agent.agentId, ownerId: voter.personId });
    expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
    expect(await stateOf(id)).toBe('pending');
    await expectExcluded(voter, id, 'owner');
  });
});

describe('standing that does not count', () => {
  test('B7: a reviewer who is in the group only through a Request of their own is not eligible', async () => {
    const owner = await signedIn(['grp:security']);
    const by = await ownedBy(owner);
    const earlier = await filed(by);
    await pool().query(
      `INSERT INTO membership (person_id, group_id, source, via_request_id) VALUES ($1, 'grp:sre', 'oidc', $2)`,
      [owner.personId, earlier.id],
    );
    forgetDirectory();
    const { id } = await filed(await caller());
    expect(await refusalOf(decideOn(owner, id, 'approve'))).toBe('not_eligible');
    expect((await eventsOf(id, 'decision.refused'))[0]!.data.reason).toBe('not_eligible');
  });

  test('B10: an auditor does not decide', async () => {
    const auditor = await signedIn(['grp:auditors']);
    const { id } = await filed(await caller());
    expect(await refusalOf(decideOn(auditor, id, 'approve'))).toBe('role_required');
    expect((await eventsOf(id, 'decision.refused'))[0]!).toMatchObject({
      actorId: auditor.personId,
      data: { reason: 'role_required' },
    });
  });

  test('B10: the product itself cannot change or remove a Decision, an Event or an exclusion', async () => {
    const [by, voter] = [await caller(), await reviewer()];
    const { id } = await filed(by);
    await decideOn(voter, id, 'approve');
    for (const change of [
      `UPDATE decision SET verdict = 'approve' WHERE request_id = '${id}'`,
      `DELETE FROM decision WHERE request_id = '${id}'`,
      `UPDATE event SET payload = '' WHERE request_id = '${id}'`,
      `DELETE FROM event WHERE request_id = '${id}'`,
      `DELETE FROM exclusion WHERE request_id = '${id}'`,
      `UPDATE exclusion SET person_id = 'usr_x' WHERE request_id = '${id}'`,
    ]) {
      await expect(pool().query(change), change).rejects.toThrow();
    }
  });
});

describe('by HTTP, as a browser or a program calls', () => {
  const submitted = async (more: Record<string, unknown> = {}) => {
    const by = await caller();
    const { id } = await filed(by);
    return { by, id, more };
  };
  const word = async (human: HumanActor, id: string) => {
    const { revision, digest, view_digest } = await getCard(human, id);
    return { decision: 'approve', revision, digest, view_digest };
  };

  test('B1: the owner is refused with the reason in the problem', async () => {
    const owner = await browserOf(['grp:sre']);
    const by = await caller({ ownerId: owner.id });
    const { id } = await filed(by);
    const human = (await readSession(owner.session))!;
    const called = await call<Problem>('POST', `/requests/${id}/decisions`, {
      session: owner.session,
      body: await word(human, id),
    });
    expect([called.status, problem(called).code, problem(called).excluded_as]).toEqual([403, 'self_approval', 'owner']);
    expect((await eventsOf(id, 'decision.refused'))[0]!.data.excluded_as).toBe('owner');
  });

  test('B5: no key decides, withdraws or reads a review card, be it the agent’s or an executor’s', async () => {
    const { by, id } = await submitted();
    const keys = [
      await issueCredential(by.admin, { holderKind: 'agent', holderId: by.agent.agentId }),
      await issueCredential(by.admin, { holderKind: 'executor', holderId: by.executor.executorId }),
    ];
    const body = await word(await reviewer(), id);
    for (const { key } of keys) {
      const decided = await call<Problem>('POST', `/requests/${id}/decisions`, { key, body });
      expect([decided.status, problem(decided).code]).toEqual([403, 'not_a_reviewer']);
      const withdrawn = await call<Problem>('DELETE', `/requests/${id}/decisions/dec_00000000000000000000000000`, {
        key,
      });
      expect([403, 404]).toContain(withdrawn.status);
      const card = await call<Problem>('GET', `/requests/${id}/card`, { key });
      expect(card.status).toBe(403);
    }
    expect(await eventsOf(id, 'decision.recorded')).toEqual([]);
    const refusals = await eventsOf(id, 'call.refused');
    expect(refusals.length).toBeGreaterThanOrEqual(4);
    expect(refusals.map((event) => event.data.reason)).toContain('not_a_reviewer');
    expect(await stateOf(id)).toBe('pending');
  });

  test('B5: a key beside a reviewer’s live session is not that reviewer', async () => {
    const { by, id } = await submitted();
    const { session } = await browserOf(['grp:sre']);
    const { key } = await issueCredential(by.admin, { holderKind: 'agent', holderId: by.agent.agentId });
    const body = await word((await readSession(session))!, id);
    const called = await call<Problem>('POST', `/requests/${id}/decisions`, { key, session, body });
    expect(called.status).toBeGreaterThanOrEqual(400);
    expect(await stateOf(id)).toBe('pending');
  });

  test('B6: a body that names an approver, a state or an actor is refused; a header that does is ignored', async () => {
    const { session } = await browserOf(['grp:sre']);
    const { id } = await submitted();
    const human = (await readSession(session))!;
    const body = await word(human, id);
    for (const member of ['reviewer', 'approver', 'state', 'actor', 'person_id', 'channel', 'assurance', 'groups']) {
      const called = await call<Problem>('POST', `/requests/${id}/decisions`, {
        session,
        body: { ...body, [member]: 'x' },
      });
      expect([called.status, problem(called).code], member).toEqual([400, 'unknown_member']);
    }
    const other = await reviewer();
    const headers = { 'x-user': other.personId, 'x-forwarded-user': other.email, 'x-remote-user': other.personId };
    const called = await call('POST', `/requests/${id}/decisions`, { session, body, headers });
    expect(called.status).toBe(200);
    expect((await eventsOf(id, 'decision.recorded'))[0]!.actorId).toBe(human.personId);
  });

  test('B6: nothing can be filed as already approved', async () => {
    const by = await caller();
    const { key } = await issueCredential(by.admin, { holderKind: 'agent', holderId: by.agent.agentId });
    for (const member of ['state', 'decisions', 'approved_by', 'decided_by', 'effect', 'grant']) {
      const called = await call<Problem>('POST', '/requests', {
        key,
        headers: { 'idempotency-key': newId('key') },
        body: { action: apiAction(by.agent.agentId), [member]: 'approved' },
      });
      expect([called.status, problem(called).code], member).toEqual([400, 'unknown_member']);
    }
  });
});
