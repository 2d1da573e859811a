import { expect, test } from 'vitest';
import type { ReviewCard } from '#protocol/wire.ts';
import { barWords, ownVote } from './bar-words.ts';

const card = (over: Partial<ReviewCard>) =>
  ({ state: 'pending', state_line: 'Waiting', controls: [], complete: true, ...over }) as ReviewCard;

test('a missing Approve always comes with its reason', () => {
  expect(barWords(card({ controls: ['deny', 'ask'], complete: false }), undefined)).toMatch(/cannot be approved here/);
  expect(barWords(card({ control_note: 'Somebody else has to decide this.' }), undefined)).toBe(
    'Somebody else has to decide this.',
  );
  expect(barWords(card({}), 'You read this without deciding.')).toBe('You read this without deciding.');
});

test('a question is not called a vote, and a vote is', () => {
  expect(ownVote(card({ controls: ['approve', 'deny', 'withdraw'] }))).toBe('question');
  expect(ownVote(card({ controls: ['deny', 'ask', 'withdraw'] }))).toBe('vote');
  expect(barWords(card({ controls: ['approve', 'deny', 'withdraw'] }), undefined)).not.toMatch(/vote is counted/);
});

test('a settled page never reads as if something could still be decided', () => {
  for (const state of ['denied', 'expired', 'cancelled', 'succeeded', 'failed', 'outcome_unknown', 'revoked'] as const)
    expect(barWords(card({ state, controls: ['approve'] }), undefined)).toMatch(/record/);
});
