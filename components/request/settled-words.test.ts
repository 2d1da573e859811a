import { expect, test } from 'vitest';
import { ProblemError } from '#components/shell/api.ts';
import { settledWords } from './settled-words.ts';

const refused = (members: Record<string, unknown>) =>
  new ProblemError({
    type: 'about:blank',
    title: 'Already settled',
    status: 409,
    code: 'already_settled',
    detail: 'This request is already denied.',
    ...members,
  });
const now = Date.parse('2026-11-21T09:00:14Z');

test('A1: who comes second is told who was first, what they said and when', () => {
  const members = { state: 'denied', settled_by: 'Lee Park', settled_at: '2026-11-21T09:00:00Z' };
  expect(settledWords(refused(members), now)).toBe('Lee Park denied this 14s ago.');
  expect(settledWords(refused({ state: 'succeeded', settled_by: 'Lee Park' }), now)).toBe('Lee Park approved this.');
});

test('a refusal that names nobody is told in the server’s words', () => {
  expect(settledWords(refused({ state: 'denied' }), now)).toBe('This request is already denied.');
  expect(settledWords(refused({ state: 'expired', settled_by: 'system' }), now)).toBe(
    'This request is already denied.',
  );
});
