import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Verdict } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { forgetDirectory } from '../identity/recall.ts';
import { nowOne, signedIn } from '../identity/testing.ts';
import { getCard } from './get-card.ts';
import { getRequest } from './get-request.ts';
import { recordDecision } from './record-decision.ts';
import {
  actionOf,
  type Caller,
  caller,
  decideOn,
  eventsOf,
  filed,
  liveGrants,
  policyOf,
  ready,
  redeem,
  refusalOf,
  stateOf,
} from './testing.ts';
import { withdrawDecision } from './withdraw-decision.ts';

testDatabase();

let by: Caller;
let sre: Awaited<ReturnType<typeof signedIn>>[];
let security: Awaited<ReturnType<typeof signedIn>>[];

/** Who wins is chance, round after round; that somebody does, and one only, is not. */
const rounds = Array.from({ length: 8 }, (_, round) => round);
const people = (group: string, count: number) => Promise.all(Array.from({ length: count }, () => signedIn([group])));
const twoPerson = () => filed(by, actionOf(by.agent, 'two.run'));
const sequence = () => filed(by, actionOf(by.agent, 'sequence.run'));

beforeAll(async () => {
  await policyOf({
    requirements: {
      peer: { slots: [{ group: 'sre' }] },
      'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
      sequence: { slots: [{ group: 'sre' }, { group: 'security' }], order: 'sequential' },
    },
    rules: [
      { id: 'two', effect: 'require', use: ['two-person'], actions: ['two.*'], when: 'true' },
      { id: 'in-turn', effect: 'require', use: ['sequence'], actions: ['sequence.*'], when: 'true' },
    ],
  });
  sre = await people('grp:sre', 6);
  security = await people('grp:security', 6);
});

beforeEach(async () => {
  by = await caller();
});

describe('two people decide at the same moment', () => {
  test('A1: reviewers who approve the last slot at once make one transition and one grant; the others learn who was first', async () => {
    for (const _ of rounds) {
      const { id } = await filed(by);
      const presses = await Promise.all(sre.map((reviewer) => ready(reviewer, id, 'approve')));
      forgetDirectory();
      const answers = await Promise.allSettled(presses.map((press) => press()));

      const winners = answers.filter((answer) => answer.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      const winner = winners[0]!.value.decision.reviewer!;
      for (const answer of answers) {
        if (answer.status === 'rejected')
          expect(answer.reason).toMatchObject({ code: 'already_settled', members: { settled_by: winner.name } });
      }
      expect(await liveGrants(id)).toBe(1);
      expect(await eventsOf(id, 'request.approved')).toHaveLength(1);
      expect(await eventsOf(id, 'grant.issued')).toHaveLength(1);
      const refusals = await eventsOf(id, 'decision.refused');
      expect(refusals.map((event) => event.data.reason)).toEqual(Array(5).fill('already_settled'));
    }
  });

  test('A1: more deciders than there are connections wait for one another and not for ever', async () => {
    const before = Number(process.env.DATABASE_POOL_SIZE ?? 20);
    const { id } = await filed(by);
    const presses = await Promise.all(sre.map((reviewer) => ready(reviewer, id, 'approve')));
    const crowd = Array.from({ length: before + 10 }, (_, n) => presses[n % presses.length]!);
    forgetDirectory();
    const answers = await Promise.allSettled(crowd.map((press) => press()));
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'already_settled' });
    expect(await liveGrants(id)).toBe(1);
  });

  test('A2: approve and deny meet on the last slot: whichever comes first, nothing is redeemable', async () => {
    const ends = new Set<string>();
    for (const round of rounds) {
      const form = await filed(by);
      const [approver, denier] = [sre[round % 3]!, sre[3 + (round % 3)]!];
      const presses = [await ready(approver, form.id, 'approve'), await ready(denier, form.id, 'deny')];
      if (round % 2) presses.reverse();
      const answers = await Promise.allSettled(presses.map((press) => press()));

      const state = await stateOf(form.id);
      ends.add(state);
      expect(['denied', 'revoked']).toContain(state);
      expect(await liveGrants(form.id)).toBe(0);
      const refused = answers.filter((answer) => answer.status === 'rejected');
      if (state === 'denied') expect(refused[0]!.reason).toMatchObject({ code: 'already_settled' });
      else expect(refused).toEqual([]);
      const { grant } = await getRequest(by.agent, form.id);
      expect(grant).toBeUndefined();
    }
    expect(ends.size).toBeGreaterThan(0);
  });

  test('A2: approved a moment before it is denied, the grant already handed out is void', async () => {
    const { id } = await filed(by);
    await decideOn(sre[0]!, id, 'approve');
    const form = await getRequest(by.agent, id);
    expect((await decideOn(sre[1]!, id, 'deny')).state).toBe('revoked');
    expect(await refusalOf(redeem(by, form))).toBe('revoked');
    expect((await eventsOf(id, 'grant.revoked')).map((event) => event.data.cause)).toEqual(['deny']);
    expect((await eventsOf(id, 'grant.refused')).map((event) => event.data.reason)).toEqual(['revoked']);
  });

  test('A5: the same person approving in many tabs at once is one Decision and one slot, and gets the first answer each time', async () => {
    for (const _ of rounds) {
      const { id } = await twoPerson();
      const press = await ready(sre[0]!, id, 'approve');
      const answers = await Promise.all(Array.from({ length: 6 }, () => press()));
      expect(new Set(answers.map((answer) => answer.decision.id)).size).toBe(1);
      expect(answers.map((answer) => answer.state)).toEqual(Array(6).fill('pending'));
      const { rowCount } = await pool().query('SELECT FROM decision WHERE request_id = $1', [id]);
      expect(rowCount).toBe(1);
      expect(await eventsOf(id, 'decision.recorded')).toHaveLength(1);
    }
  });

  test('A15: two decisions made from one earlier reading are both on record, and neither erases the other', async () => {
    for (const _ of rounds) {
      const { id } = await twoPerson();
      const presses = [
        await ready(sre[0]!, id, 'approve'),
        await ready(security[0]!, id, 'approve'),
        await ready(sre[1]!, id, 'ask'),
      ];
      await Promise.allSettled(presses.map((press) => press()));
      const { rows } = await pool().query('SELECT verdict FROM decision WHERE request_id = $1', [id]);
      expect(rows.filter((row) => row.verdict === 'approve')).toHaveLength(2);
      expect(await stateOf(id)).toBe('approved');
      expect(await liveGrants(id)).toBe(1);
    }
  });
});

describe('who may sit where', () => {
  test('A7: one person in both groups, or two people of one group, leave a two-group Requirement pending', async () => {
    const both = await signedIn(['grp:sre', 'grp:security']);
    const one = await twoPerson();
    expect((await decideOn(both, one.id, 'approve')).state).toBe('pending');
    expect((await decideOn(both, one.id, 'approve')).state).toBe('pending');

    const two = await twoPerson();
    await Promise.all(sre.slice(0, 4).map((reviewer) => decideOn(reviewer, two.id, 'approve')));
    expect(await stateOf(two.id)).toBe('pending');
    expect(await liveGrants(one.id)).toBe(0);
    expect(await liveGrants(two.id)).toBe(0);
  });

  test('A8: Ann (sre and security), then Bob (sre): she is re-seated and it is approved, also when they press at once', async () => {
    const ann = await signedIn(['grp:sre', 'grp:security']);
    for (const round of rounds) {
      const { id } = await twoPerson();
      const presses = [await ready(ann, id, 'approve'), await ready(sre[0]!, id, 'approve')];
      if (round < 4) await Promise.all(presses.map((press) => press()));
      else for (const press of presses) await press();
      expect(await stateOf(id)).toBe('approved');
      const [approved] = await eventsOf(id, 'request.approved');
      expect(approved!.data.fills.map((fill: { reviewer_id: string }) => fill.reviewer_id)).toEqual([
        sre[0]!.personId,
        ann.personId,
      ]);
    }
  });

  test('A16: two accounts that turn out to be one human are counted as one at once, before the last slot and at redemption', async () => {
    const [first, second] = [await signedIn(['grp:sre', 'grp:security']), await signedIn(['grp:security'])];
    const pending = await twoPerson();
    await decideOn(first, pending.id, 'approve');
    const approved = await twoPerson();
    await decideOn(first, approved.id, 'approve');
    await decideOn(second, approved.id, 'approve');
    const form = await getRequest(by.agent, approved.id);
    expect(form.state).toBe('approved');

    await nowOne(first.personId, second.personId);
    expect((await decideOn(second, pending.id, 'approve')).state).toBe('pending');
    expect(await refusalOf(redeem(by, form))).toBe('approver_ineligible');
    expect(await stateOf(approved.id)).toBe('pending');
    expect(await liveGrants(approved.id)).toBe(0);
    const asked = await getRequest(by.agent, approved.id);
    expect(asked.requirement!.slots.filter((slot) => slot.filled)).toHaveLength(1);
    expect((await decideOn(sre[0]!, approved.id, 'approve')).state).toBe('approved');
  });

  test('A16: whoever was merged may still take back what their other account said', async () => {
    const [first, second] = [await signedIn(['grp:sre']), await signedIn(['grp:sre'])];
    const { id } = await twoPerson();
    const { decision } = await decideOn(second, id, 'approve');
    await nowOne(first.personId, second.personId);
    const answer = await withdrawDecision(first, { requestId: id, decisionId: decision.id });
    expect(answer.slots.filter((slot) => slot.filled)).toEqual([]);
  });
});

test('A1, A2, A8, A15: whatever reviewers do at once, in any order, the state is what the rows on record say, and never more than one grant is live', async () => {
  const cast = [...sre.slice(0, 2), ...security.slice(0, 2), await signedIn(['grp:sre', 'grp:security'])];
  const move = fc.record({
    who: fc.nat(cast.length - 1),
    verdict: fc.constantFrom<Verdict>('approve', 'approve', 'approve', 'deny', 'ask'),
    withdraws: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 9 }), fc.boolean(), async (moves, inTurn) => {
      const { id, digest, revision } = await (inTurn ? sequence() : twoPerson());
      await Promise.all(cast.map((person) => getCard(person, id)));
      await Promise.allSettled(
        moves.map(async ({ who, verdict, withdraws }) => {
          const { rows } = await pool().query<{ view: string }>(
            'SELECT view_digest AS view FROM card_view WHERE request_id = $1 AND person_id = $2',
            [id, cast[who]!.personId],
          );
          const { decision } = await recordDecision(cast[who]!, {
            requestId: id,
            decision: verdict,
            revision,
            digest,
            view_digest: rows[0]!.view,
            reason: 'Seen.',
            question: 'Why?',
          });
          if (withdraws) await withdrawDecision(cast[who]!, { requestId: id, decisionId: decision.id });
        }),
      );
      await expectTruth(id);
    }),
    { numRuns: 25 },
  );
});

/** The state as anybody would work it out from the rows alone. */
async function expectTruth(id: string): Promise<void> {
  const state = await stateOf(id);
  expect(await liveGrants(id)).toBe(state === 'approved' ? 1 : 0);
  const counts = async (type: string) => (await eventsOf(id, type)).length;
  const { rows } = await pool().query<{ verdict: string; person: string; withdrawn: boolean }>(
    `SELECT DISTINCT ON (d.person_id) d.verdict, d.person_id AS person, w.decision_id IS NOT NULL AS withdrawn
      FROM decision d LEFT JOIN withdrawal w ON w.decision_id = d.id WHERE d.request_id = $1
      ORDER BY d.person_id, d.at DESC, d.id DESC`,
    [id],
  );
  const standing = rows.filter((row) => !row.withdrawn);
  const approvers = standing.filter((row) => row.verdict === 'approve').map((row) => row.person);
  switch (state) {
    case 'approved':
      expect(approvers.length).toBeGreaterThanOrEqual(2);
      break;
    case 'revoked':
    case 'denied':
      expect(standing.map((row) => row.verdict)).toContain('deny');
      break;
    default:
      expect(state).toBe('pending');
  }
  expect(await counts('request.approved')).toBe(state === 'approved' || state === 'revoked' ? 1 : 0);
  expect(await counts('request.denied')).toBe(state === 'denied' ? 1 : 0);
  const { rowCount } = await pool().query('SELECT FROM decision WHERE request_id = $1', [id]);
  expect(await counts('decision.recorded')).toBe(rowCount);
}
