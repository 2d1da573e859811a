import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { disclosureDigest, readDisclosure } from '#protocol/disclosure.ts';
import { preAuthEncoding } from '#protocol/dsse.ts';
import { canonicalize } from '#protocol/jcs.ts';
import { leafBody } from '#protocol/leaf.ts';
import { type Statement, statementPayloadType } from '#protocol/statement.ts';
import type { Json } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { pauseAgent } from '../grants/pause-agent.ts';
import { revokeGrant } from '../grants/revoke-grant.ts';
import { addPerson, signedIn } from '../identity/testing.ts';
import { sha256 } from '../log/digest.ts';
import { keyFor } from '../log/keys.ts';
import { addComment } from './add-comment.ts';
import { answerQuestion } from './answer-question.ts';
import { cancelRequest } from './cancel-request.ts';
import { getRequest } from './get-request.ts';
import { reviseRequest } from './revise-request.ts';
import { actionOf, caller, decideOn, filed, policyOf, redeem, refusalOf, report } from './testing.ts';
import { brokenTruths } from './testing-record.ts';
import { withdrawDecision } from './withdraw-decision.ts';

const database = testDatabase();

interface Row {
  id: string;
  at: Date;
  type: string;
  payload: string;
  signature: Buffer;
  leaf: string;
  leaf_hash: Buffer;
  disclosures: { pointer: string; digest: string; text: string }[];
}

let events: (Row & { statement: Statement })[];

/** Words no payload may hold in clear: what agents, reviewers and executors write, and whom and what an Action is about. */
const secret = {
  subject: 'ann-4711@private.test',
  property: 'DROP TABLE salaries_4711',
  context: 'CHG-4711',
  resource: 'column salary_4711',
  reason: 'because of incident 4711',
  plan: 'first 4711, then nothing',
  decision: 'looked at ticket 4711',
  question: 'which rows of 4711?',
  answer: 'those of 4711',
  comment: 'as in 4711 last year',
  summary: 'removed 4711 rows',
  revoked: 'stop 4711 now',
  cancelled: '4711 is over',
  paused: '4711 looks wrong',
  name: 'Person',
  address: '@demo.test',
};

/** Every verb there is, its refusals among them. */
beforeAll(async () => {
  await policyOf({ default: { effect: 'require', use: ['two-person'] } });
  await addPerson([], secret.subject);
  const by = await caller({ actsFor: ['user:*@private.test'] });
  const [sre, security] = [await signedIn(['grp:sre']), await signedIn(['grp:security'])];
  const action = () =>
    actionOf(by.agent, 'sql.execute', {
      subject: { type: 'user', id: secret.subject, properties: { email: secret.subject } },
      action: { name: 'sql.execute', properties: { statement: secret.property, nonce: Math.random() } },
      resource: { type: 'database', id: 'prod-billing', properties: { column: secret.resource } },
      context: { change: secret.context },
    });
  const file = () => filed(by, action(), { reason: secret.reason, evidence: { plan: secret.plan } });

  const { id } = await file();
  await decideOn(await signedIn(['grp:sre']), id, 'ask', {
    question: secret.question,
    reason: secret.decision,
    proposal: action(),
  });
  const questionId = (await getRequest(by.agent, id)).questions[0]!.id;
  await answerQuestion(by.agent, { requestId: id, questionId, answer: secret.answer });
  await addComment(sre, { requestId: id, text: secret.comment });
  await reviseRequest(by.agent, { requestId: id, action: action(), reason: secret.reason, idempotencyKey: 'k' });
  const { decision } = await decideOn(sre, id, 'approve', { reason: secret.decision });
  await withdrawDecision(sre, { requestId: id, decisionId: decision.id });
  await decideOn(sre, id, 'approve', { reason: secret.decision });
  expect(await refusalOf(decideOn(by.admin, id, 'approve', { reason: secret.decision }))).toBe('self_approval');
  await decideOn(security, id, 'approve', { reason: secret.decision });
  const form = await getRequest(by.agent, id);
  expect(await refusalOf(redeem(by, { ...form, action: action() }))).toBe('different_action');
  const { redemption } = await redeem(by, form);
  await report(by, form, redemption, { summary: secret.summary, ran_digest: 'A'.repeat(43) });
  expect(await refusalOf(report(by, form, redemption, { summary: `${secret.summary}!` }))).toBe('outcome_exists');

  const revoked = await file();
  await decideOn(sre, revoked.id, 'approve', { reason: secret.decision });
  await decideOn(security, revoked.id, 'approve', { reason: secret.decision });
  const { rows } = await pool().query('SELECT id FROM "grant" WHERE request_id = $1', [revoked.id]);
  await revokeGrant(sre, { grantId: rows[0].id, reason: secret.revoked });
  await decideOn(sre, (await file()).id, 'deny', { reason: secret.decision });
  await cancelRequest(by.agent, { requestId: (await file()).id, reason: secret.cancelled });
  await pauseAgent(sre, { agentId: by.agent.agentId, reason: secret.paused });

  const stored = await pool().query<Row>(
    `SELECT e.*, coalesce((SELECT json_agg(json_build_object('pointer', pointer, 'digest', digest, 'text', text))
        FROM disclosure d WHERE d.event_id = e.id), '[]') AS disclosures FROM event e ORDER BY at, id`,
  );
  events = stored.rows.map((row) => ({ ...row, statement: JSON.parse(row.payload) as Statement }));
});

/** The objects of a payload that hold commitments, by pointer. */
function committing(value: Json, pointer = ''): [pointer: string, digests: string[]][] {
  if (value === null || typeof value !== 'object') return [];
  const here = !Array.isArray(value) && Array.isArray(value._sd) ? [[pointer, value._sd] as [string, string[]]] : [];
  return [
    ...here,
    ...Object.entries(value).flatMap(([name, inner]) => committing(inner as Json, `${pointer}/${name}`)),
  ];
}

describe('every Event that a verb writes', () => {
  test('L1: there is one of each kind that people, agents and executors cause, refused attempts among them', () => {
    expect([...new Set(events.map((event) => event.type))]).toEqual(
      expect.arrayContaining([
        'agent.paused',
        'agent.registered',
        'bypass.found',
        'credential.issued',
        'decision.recorded',
        'decision.refused',
        'decision.withdrawn',
        'evaluation.made',
        'executor.registered',
        'grant.issued',
        'grant.redeemed',
        'grant.refused',
        'grant.revoked',
        'outcome.refused',
        'outcome.reported',
        'policy.published',
        'request.answered',
        'request.approved',
        'request.cancelled',
        'request.commented',
        'request.denied',
        'request.opened',
        'request.revised',
        'request.submitted',
      ]),
    );
  });

  test('is signed by the event key over exactly the bytes that are stored', () => {
    const { publicKey } = keyFor('event');
    for (const { type, payload, signature } of events) {
      const signed = preAuthEncoding(statementPayloadType, Buffer.from(payload));
      expect(verify(null, signed, publicKey, signature), type).toBe(true);
      expect(canonicalize(JSON.parse(payload)), type).toBe(payload);
    }
  });

  test('has the leaf that its signature makes, with the key in it that verifies', () => {
    for (const { type, payload, signature, leaf, leaf_hash } of events) {
      const digest = sha256(preAuthEncoding(statementPayloadType, Buffer.from(payload)));
      const { spki } = keyFor('event');
      expect(leaf, type).toBe(
        Buffer.from(leafBody({ digest, signature, keyDetails: 'PKIX_ED25519', publicKey: spki })).toString(),
      );
      expect(leaf_hash, type).toEqual(sha256(Buffer.concat([Buffer.of(0), Buffer.from(leaf)])));
      const { verifier } = JSON.parse(leaf).spec.hashedRekordV002.signature;
      const key = createPublicKey({
        key: Buffer.from(verifier.publicKey.rawBytes, 'base64'),
        format: 'der',
        type: 'spki',
      });
      expect(verify(null, preAuthEncoding(statementPayloadType, Buffer.from(payload)), key, signature)).toBe(true);
    }
  });

  test('says in its columns what it says in its payload', () => {
    for (const { statement, ...row } of events) {
      const { predicate } = statement;
      expect([predicate.event, predicate.type, predicate.at]).toEqual([row.id, row.type, row.at.toISOString()]);
      expect(statement.predicateType).toBe(`urn:countersign:event:${row.type}:v1`);
    }
  });

  test('names only causes that are in the log, and none that came later', () => {
    const at = new Map(events.map((event) => [event.leaf_hash.toString('base64url'), event.at]));
    for (const { type, at: own, statement } of events) {
      for (const leaf of statement.predicate.prev) {
        expect(at.has(leaf), `${type} rests on ${leaf}`).toBe(true);
        expect(at.get(leaf)!.getTime(), type).toBeLessThanOrEqual(own.getTime());
      }
    }
    const caused = events.filter(({ type }) => /^(grant\.|outcome\.|decision\.|request\.(?!refused))/.test(type));
    for (const { type, statement } of caused) expect(statement.predicate.prev.length, type).toBeGreaterThan(0);
  });

  test('holds in clear nothing that anybody wrote, nor whom or what its Action is about', () => {
    for (const { type, payload, statement } of events) {
      if (type === 'policy.published') continue;
      for (const [what, words] of Object.entries(secret)) expect(payload, `${what} in ${type}`).not.toContain(words);
      expect(payload, type).not.toContain('4711');
      expect(statement.predicate.actor.id, type).toMatch(/^((usr|agt|exe)_[0-9a-z]{26}|[a-z_-]+)$/);
    }
  });

  test('commits to each hidden value once, and every disclosure opens the commitment it stands beside', () => {
    const salts = new Set<string>();
    for (const { type, statement, disclosures } of events) {
      const commitments = committing(statement as unknown as Json);
      expect(commitments.flatMap(([, digests]) => digests).sort(), type).toEqual(
        disclosures.map((one) => one.digest).sort(),
      );
      expect(statement.predicate._sd_alg, type).toBe(disclosures.length > 0 ? 'sha-256' : undefined);
      for (const { pointer, digest, text } of disclosures) {
        const parent = pointer.slice(0, pointer.lastIndexOf('/'));
        const opened = readDisclosure(text)!;
        expect(disclosureDigest(text, sha256), type).toBe(digest);
        expect(commitments.find(([where]) => where === parent)?.[1], `${type} ${pointer}`).toContain(digest);
        expect(pointer.endsWith(`/${opened.name!.replaceAll('~', '~0').replaceAll('/', '~1')}`), pointer).toBe(true);
        expect(Buffer.from(opened.salt, 'base64url').length).toBeGreaterThanOrEqual(16);
        expect(salts.has(opened.salt)).toBe(false);
        salts.add(opened.salt);
      }
    }
    const values = events.flatMap((event) =>
      event.disclosures.map(({ text }) => JSON.stringify(readDisclosure(text)!.value)),
    );
    for (const [what, words] of Object.entries(secret)) {
      if (what === 'name' || what === 'address') continue;
      expect(
        values.some((value) => value.includes(words)),
        what,
      ).toBe(true);
    }
  });

  test('hangs together with the rows it tells of, and it is noticed when one does not', async () => {
    expect(await brokenTruths()).toEqual([]);
    const client = await database.superuserPool().connect();
    const breaks = [
      'DELETE FROM log_queue WHERE n = (SELECT max(n) FROM log_queue)',
      `ALTER TABLE "grant" DISABLE TRIGGER keep_grant; UPDATE "grant" SET uses_left = uses WHERE uses_left = 0`,
      `UPDATE "grant" SET revoked_at = NULL WHERE revoked_at IS NOT NULL`,
      `UPDATE request SET state = 'approved' WHERE state = 'denied'`,
      `INSERT INTO log_queue (event_id, event_at, leaf_hash) SELECT event_id, event_at, leaf_hash FROM log_queue LIMIT 1`,
      'INSERT INTO card_view SELECT request_id, revision, person_id, digest, true, at, leaf FROM decision LIMIT 1',
    ];
    for (const broken of breaks) {
      await client.query('BEGIN');
      await client.query(broken);
      expect(await brokenTruths(client), broken).not.toEqual([]);
      await client.query('ROLLBACK');
    }
    client.release();
  });
});
