import { describe, expect, test } from 'vitest';
import type { Action, RequestState } from '#protocol/wire.ts';
import type { Vote } from '../grants/votes.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import { factsOf, smallInput } from '../policy/testing/small-input.ts';
import { smallPolicy } from '../policy/testing/small-policy.ts';
import type { Reviewer } from './decision.ts';
import type { RequestRecord } from './request-record.ts';
import { reviewCard } from './review-card.ts';

const policy = smallPolicy({
  requirements: {
    peer: { slots: [{ group: 'sre' }] },
    'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
  },
  default: { effect: 'require', use: ['two-person'] },
});
const facts = factsOf(policy, smallInput({ statement: 'DROP TABLE a' }));
const evaluation = evaluatePolicy(policy, facts, { now: new Date('2026-11-24T10:00:00Z') });
const action: Action = smallInput({ statement: 'DROP TABLE a' }).action;
const now = new Date('2026-11-24T10:00:00.000Z');

function record(change: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: 'req_1',
    state: 'pending',
    effect: 'require',
    decidedBy: null,
    revision: 1,
    version: 1,
    digest: 'A'.repeat(43),
    action,
    canonical: JSON.stringify(action),
    envelope: { reason: 'Because.' },
    subjectProof: 'acts_for',
    agent: {
      id: 'agt_1',
      name: 'billing-bot',
      team: null,
      trust: 'standard',
      ownerId: 'usr_owner',
      ownerName: 'Owner',
    },
    credential: { id: 'crd_1', prefix: 'cs_agt_1' },
    executorId: 'exe_1',
    environment: 'prod',
    headline: 'Run SQL',
    evaluationId: 'evl_1',
    policy: { name: 'prod', version: 1, digest: 'P'.repeat(43) },
    evaluation,
    facts,
    requirement: evaluation.requirement!,
    why: null,
    createdAt: now,
    notBefore: null,
    expiresAt: new Date('2026-11-24T11:00:00.000Z'),
    pausedAt: null,
    settledAt: null,
    settledBy: null,
    decisions: [],
    questions: [],
    revisions: [{ revision: 1, digest: 'A'.repeat(43), at: now.toISOString(), action: JSON.stringify(action) }],
    grant: null,
    outcome: null,
    votes: [],
    excluded: new Map([['usr_owner', 'owner']]),
    firstTime: false,
    now,
    ...change,
  };
}

const reviewer = (personId: string, group: string): Reviewer => ({
  personId,
  isReviewer: true,
  groups: [`grp:${group}`],
  channel: 'web',
  assurance: 'L2',
  seen: new Set(),
});
const viewer = (personId: string, group = 'sre') => ({ personId, reviewer: reviewer(personId, group) });
const ann = viewer('usr_ann');

const approval = (personId: string, group: string): Vote => ({
  decisionId: `dec_${personId}`,
  personId,
  name: personId,
  verdict: 'approve',
  assurance: 'L2',
  channel: 'web',
  at: now,
  leaf: Buffer.alloc(32),
  groups: [`grp:${group}`],
  groupsThen: [`grp:${group}`],
  active: true,
});

const digestOf = (change: Partial<RequestRecord>, by = ann) => reviewCard(record(change), by).view_digest;

describe('what was on the screen', () => {
  test('C2: is another view when anything shown of the Action, its reasons or its policy is another', () => {
    const changed: Partial<RequestRecord>[] = [
      { action: { ...action, context: { more: 1 } } },
      { canonical: `${record().canonical} ` },
      { digest: `B${'A'.repeat(42)}` },
      { revision: 2 },
      { headline: 'Read SQL' },
      { environment: 'dev' },
      { envelope: { reason: 'Because!' } },
      { envelope: { reason: 'Because.', evidence: { plan: '1' } } },
      { policy: { ...record().policy, version: 2 } },
      { subjectProof: 'token' },
      { evaluation: { ...evaluation, risk: { ...evaluation.risk, score: 99 } } },
      { requirement: { ...evaluation.requirement!, minAssurance: 'L3' } },
      { agent: { ...record().agent, name: 'billing-b0t' } },
      { credential: { id: 'crd_2', prefix: 'cs_agt_2' } },
    ];
    const digests = [digestOf({}), ...changed.map((change) => digestOf(change))];
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('is the same view for everybody, and while votes come in and time goes by', () => {
    const same = [
      digestOf({}, viewer('usr_bob', 'security')),
      digestOf({}, { personId: 'usr_noor', reviewer: null } as never),
      digestOf({ votes: [approval('usr_bob', 'sre')], version: 7 }),
      digestOf({ expiresAt: new Date('2026-11-24T12:00:00.000Z'), firstTime: true }),
      digestOf({ state: 'approved' }),
    ];
    expect(new Set([digestOf({}), ...same]).size).toBe(1);
  });
});

describe('what may be pressed', () => {
  test('B1: nobody to whom it belongs finds a control, and is told why', () => {
    const card = reviewCard(record(), viewer('usr_owner'));
    expect(card.controls).toEqual([]);
    expect(card.control_note).toContain('Somebody else has to decide');
    expect(card.why.your_slot).toBeUndefined();
  });

  test('A9: who can fill no slot finds none; who holds no role only reads', () => {
    expect(reviewCard(record(), viewer('usr_x', 'other')).controls).toEqual([]);
    expect(reviewCard(record(), { personId: 'usr_x', reviewer: null }).controls).toEqual([]);
  });

  test('a reviewer finds what would be taken, and after approving what is left of it', () => {
    expect(reviewCard(record(), ann).controls).toEqual(['approve', 'deny', 'ask']);
    const voted = reviewCard(record({ votes: [approval('usr_ann', 'sre')] }), ann);
    expect(voted.controls).toEqual(['deny', 'ask', 'withdraw']);
  });

  test('an approve too weak for what is asked now can be given again', () => {
    const requirement = { ...evaluation.requirement!, minAssurance: 'L3' as const };
    const surer = { personId: 'usr_ann', reviewer: { ...ann.reviewer, assurance: 'L3' as const } };
    const card = reviewCard(record({ votes: [approval('usr_ann', 'sre')], requirement }), surer);
    expect(card.controls).toContain('approve');
    expect(card.slots.some((slot) => slot.filled)).toBe(false);
  });

  test('E4: past the deadline nothing can be pressed, whatever the row still says', () => {
    const late = record({ now: new Date('2026-11-24T11:00:00.000Z') });
    expect(reviewCard(late, ann).controls.filter((control) => control !== 'withdraw')).toEqual([]);
  });

  test.each<[RequestState, string[]]>([
    ['approved', ['revoke']],
    ['redeemed', []],
    ['denied', []],
    ['expired', []],
    ['cancelled', []],
    ['revoked', []],
    ['succeeded', []],
  ])('A3: %s offers %j', (state, controls) => {
    expect(reviewCard(record({ state }), ann).controls).toEqual(controls);
  });
});
