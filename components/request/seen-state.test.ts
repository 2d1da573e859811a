import { expect, test } from 'vitest';
import { nothingSeen, type SeenEvent, seenAfter } from './seen-state.ts';

const after = (...events: SeenEvent[]) => events.reduce(seenAfter, nothingSeen).done;

test('C10: a section whose end was reached is seen', () => {
  expect(after({ type: 'reached', section: 'a' }).has('a')).toBe(true);
});

test('C10: a section with a closed fold is not seen, however far one scrolled', () => {
  expect(after({ type: 'folded', section: 'a', fold: '1' }, { type: 'reached', section: 'a' }).has('a')).toBe(false);
});

test('C10: opening the fold is not enough, what it held has to be scrolled through', () => {
  const events: SeenEvent[] = [
    { type: 'folded', section: 'a', fold: '1' },
    { type: 'reached', section: 'a' },
    { type: 'opened', section: 'a', fold: '1' },
  ];
  expect(after(...events).has('a')).toBe(false);
  expect(after(...events, { type: 'reached', section: 'a' }).has('a')).toBe(true);
});

test('C10: one of two folds opened leaves the section unseen', () => {
  expect(
    after(
      { type: 'folded', section: 'a', fold: '1' },
      { type: 'folded', section: 'a', fold: '2' },
      { type: 'opened', section: 'a', fold: '1' },
      { type: 'reached', section: 'a' },
    ).has('a'),
  ).toBe(false);
});

test('what was seen once stays seen when it is folded again', () => {
  expect(after({ type: 'reached', section: 'a' }, { type: 'folded', section: 'a', fold: '1' }).has('a')).toBe(true);
});
