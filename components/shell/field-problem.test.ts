import { expect, test } from 'vitest';
import { ProblemError } from './api.ts';
import { entryProblem, fieldProblem, saidBesideFields } from './field-problem.ts';

const refused = new ProblemError({
  type: 'about:blank',
  title: 'x',
  status: 400,
  code: 'invalid_field',
  detail: 'first',
  errors: [
    { pointer: '/name', code: 'name_taken', detail: 'The name is taken.' },
    { pointer: '/acts_for/1', code: 'invalid_pattern', detail: 'Not a pattern.' },
  ],
});

test('what is wrong stands beside the field it is about, and a list says which entry', () => {
  expect(fieldProblem(refused, '/name')).toBe('The name is taken.');
  expect(fieldProblem(refused, '/acts_for')).toBe('Not a pattern.');
  expect(entryProblem(refused, '/acts_for', ['user:a', '*:*'])).toBe('“*:*”: Not a pattern.');
  expect(fieldProblem(refused, '/nam')).toBeUndefined();
  expect(fieldProblem(new Error('x'), '/name')).toBeUndefined();
});

test('nothing the server said is left unsaid: what has no field of its own is told apart', () => {
  expect(saidBesideFields(refused, ['/name', '/acts_for'])).toBe(true);
  expect(saidBesideFields(refused, ['/name'])).toBe(false);
  expect(saidBesideFields(new Error('x'), ['/name'])).toBe(false);
});
