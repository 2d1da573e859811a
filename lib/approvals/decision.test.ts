import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assurance, RequestState, Verdict } from '#protocol/wire.ts';
import type { Vote } from '../grants/votes.ts';
import { defaultGrantTerms, type MergedRequirement, type Slot } from '../policy/requirement.ts';
import { type DecidingFacts, decide, type Reviewer, type Word } from './decision.ts';

const slot = (id: string, group: string): Slot => ({
  id,
  group,
  count: 1,
  groups: [{ name: group, idp: [`grp:${group}`], people: [] }],
});

const twoPerson: MergedRequirement = {
  requirements: [{ id: 'two', slots: [slot('1', 'sre'), slot('2', 'security')], order: 'any', deny: 1 }],
  deadlineSeconds: 3600,
  escalate: [],
  notBeforeSeconds: 0,
  within: [],
  reason: 'on-deny',
  minAssurance: 'L1',
  channels: ['web'],
  grant: defaultGrantTerms,
};

const deadline = new Date('2026-11-24T11:00:00.000Z');

function facts(change: Partial<DecidingFacts> = {}): DecidingFacts {
  return {
    state: 'pending',
    revision: 1,
    digest: 'd1',
    requirement: twoPerson,
    expiresAt: deadline,
    now: new Date('2026-11-24T10:00:00.000Z'),
    votes: [],
    excluded: new Map(),
    ...change,
  };
}

function reviewer(personId: string, groups: string[], change: Partial<Reviewer> = {}): Reviewer {
  const ids = groups.map((group) => `grp:${group}`);
  return { personId, isReviewer: true, groups: ids, channel: 'web', assurance: 'L2', seen: new Set(['v']), ...change };
}

const word = (verdict: Verdict, change: Partial<Word> = {}): Word => ({
  verdict,
  revision: 1,
  digest: 'd1',
  viewDigest: 'v',
  reason: 'Seen.',
  question: 'Why?',
  ...change,
});

function vote(personId: string, groups: string[], verdict: Verdict, assurance: Assurance = 'L2'): Vote {
  const ids = groups.map((group) => `grp:${group}`);
  return {
    decisionId: `dec_${personId}`,
    personId,
    name: personId,
    verdict,
    reason: 'Seen.',
    assurance,
    channel: 'web',
    at: new Date('2026-11-24T09:30:00.000Z'),
    leaf: Buffer.alloc(32),
    groups: ids,
    groupsThen: ids,
    active: true,
  };
}

const ann = reviewer('ann', ['sre']);
const kindOf = (...args: Parameters<typeof decide>) => {
  const outcome = decide(...args);
  return outcome.kind === 'refused' ? outcome.reason : outcome.kind === 'recorded' ? outcome.next : outcome.kind;
};

describe('time', () => {
  test.each([
    [-1, 'waiting'],
    [0, 'expired'],
    [1, 'expired'],
  ])('E3: %i ms from the deadline: %s', (milliseconds, expected) => {
    const now = new Date(deadline.getTime() + milliseconds);
    expect(kindOf(facts({ now }), ann, word('approve'))).toBe(expected);
    expect(kindOf(facts({ now, state: 'blocked' }), ann, word('approve'))).toBe(expected);
  });

  test('E4: the deadline that is past does not keep a deny from stopping what was approved in time', () => {
    const now = new Date(deadline.getTime() + 1);
    expect(kindOf(facts({ now, state: 'approved' }), ann, word('deny'))).toBe('revoked');
    expect(kindOf(facts({ now, state: 'approved' }), ann, word('approve'))).toBe('already_settled');
  });
});

describe('which reason is the one on record', () => {
  test('B3: what is one’s own is refused as that, whatever else is wrong with the attempt', () => {
    const own = facts({ excluded: new Map([['ann', 'owner']]), state: 'denied' });
    const outcome = decide(own, ann, word('approve', { digest: 'other', reason: '' }));
    expect(outcome).toEqual({ kind: 'refused', reason: 'self_approval', excludedAs: 'owner' });
  });

  test.each<[RequestState, string]>([
    ['denied', 'already_settled'],
    ['cancelled', 'already_settled'],
    ['redeemed', 'already_settled'],
    ['succeeded', 'already_settled'],
    ['failed', 'already_settled'],
    ['outcome_unknown', 'already_settled'],
    ['revoked', 'already_settled'],
    ['expired', 'expired'],
  ])('A4: %s takes no further word: %s', (state, expected) => {
    for (const verdict of ['approve', 'deny', 'ask'] as const)
      expect(kindOf(facts({ state }), ann, word(verdict))).toBe(expected);
  });

  test('a level or channel too weak stops an approve, never a deny or a question', () => {
    const strict = facts({ requirement: { ...twoPerson, minAssurance: 'L3', channels: ['web', 'teams_tab'] } });
    expect(kindOf(strict, ann, word('approve'))).toBe('assurance_too_low');
    expect(kindOf(strict, { ...ann, channel: 'slack', assurance: 'L5' }, word('approve'))).toBe('channel_not_allowed');
    expect(kindOf(strict, { ...ann, channel: 'slack' }, word('deny'))).toBe('denied');
    expect(kindOf(strict, { ...ann, channel: 'slack' }, word('ask'))).toBe('waiting');
  });
});

describe('the same word again', () => {
  test('A5: is answered as before, open or settled', () => {
    const votes = [vote('ann', ['sre'], 'approve')];
    for (const state of ['pending', 'approved', 'redeemed', 'denied'] as const)
      expect(kindOf(facts({ votes, state }), ann, word('approve'))).toBe('repeated');
  });

  test('A5: a question may be asked again', () => {
    expect(kindOf(facts({ votes: [vote('ann', ['sre'], 'ask')] }), ann, word('ask'))).toBe('waiting');
  });

  test('about another digest is stale, not the same', () => {
    const votes = [vote('ann', ['sre'], 'approve')];
    expect(kindOf(facts({ votes }), ann, word('approve', { digest: 'd0' }))).toBe('stale_revision');
  });

  test('D1: from whom it no longer counts is judged anew', () => {
    const votes = [vote('ann', ['sre'], 'approve')];
    expect(kindOf(facts({ votes }), reviewer('ann', []), word('approve'))).toBe('not_eligible');
    expect(kindOf(facts({ votes }), { ...ann, isReviewer: false }, word('approve'))).toBe('role_required');
    expect(kindOf(facts({ votes, excluded: new Map([['ann', 'owner']]) }), ann, word('approve'))).toBe('self_approval');
  });

  test('G4: where more is asked for now, said surer, counts as a new word', () => {
    const requirement = { ...twoPerson, minAssurance: 'L3' as const };
    const votes = [vote('ann', ['sre'], 'approve'), vote('sam', ['security'], 'approve', 'L3')];
    expect(kindOf(facts({ votes, requirement }), { ...ann, assurance: 'L3' }, word('approve'))).toBe('approved');
    expect(kindOf(facts({ votes, requirement }), ann, word('approve'))).toBe('assurance_too_low');
  });

  test('D1: when all who are needed are back, one of them saying so again settles it', () => {
    const votes = [vote('ann', ['sre'], 'approve'), vote('sam', ['security'], 'approve')];
    expect(kindOf(facts({ votes }), ann, word('approve'))).toBe('approved');
  });
});

describe('A8, A15: as a function of who said what', () => {
  const groups = fc.subarray(['sre', 'security', 'other']);
  const verdicts = fc.array(fc.tuple(groups, fc.constantFrom<Verdict>('approve', 'ask')), { maxLength: 6 });

  test('approved exactly when two different people who counted could fill the two slots', () => {
    fc.assert(
      fc.property(verdicts, groups, (earlier, mine) => {
        const votes = earlier.map(([of, verdict], n) => vote(`p${n}`, of, verdict));
        const approvers = votes.filter((one) => one.verdict === 'approve').map((one) => one.groups);
        const outcome = kindOf(facts({ votes }), reviewer('me', mine), word('approve'));
        const all = [...approvers, mine.map((group) => `grp:${group}`)];
        const met = all.some((one, n) =>
          all.some((other, m) => n !== m && one.includes('grp:sre') && other.includes('grp:security')),
        );
        const eligible = mine.some((group) => group !== 'other');
        expect(outcome).toBe(!eligible ? 'not_eligible' : met ? 'approved' : 'waiting');
      }),
    );
  });

  test('the order in which people spoke changes nothing', () => {
    fc.assert(
      fc.property(
        verdicts.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(
              list.map((_, n) => n),
              { minLength: list.length },
            ),
          ),
        ),
        ([list, order]) => {
          const votes = list.map(([of, verdict], n) => vote(`p${n}`, of, verdict));
          const shuffled = order.map((n) => votes[n]!);
          const ask = (all: Vote[]) => decide(facts({ votes: all }), ann, word('approve'));
          expect(ask(shuffled)).toEqual(ask(votes));
        },
      ),
    );
  });

  test('nobody who is excluded or shut out is ever counted', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (gone) => {
        const votes = gone.map((out, n) => ({
          ...vote(`p${n}`, ['security'], 'approve'),
          active: !out || n % 2 === 0,
        }));
        const excluded = new Map(
          votes.filter((_, n) => gone[n] && n % 2 === 0).map((one) => [one.personId, 'owner' as const]),
        );
        const outcome = kindOf(facts({ votes, excluded }), ann, word('approve'));
        expect(outcome).toBe(gone.every(Boolean) ? 'waiting' : 'approved');
      }),
    );
  });
});
