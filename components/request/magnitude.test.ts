import { expect, test } from 'vitest';
import { magnitude } from './magnitude.ts';

test('ten times as many rows is always one step more in the picture', () => {
  expect(['0', '7', '48', '1,823', '18,231', '48 213'].map(magnitude)).toEqual([0, 1, 2, 4, 5, 5]);
});

test('words are never drawn as a number', () => {
  expect(['no', '12 EUR', '', 'about 40'].map(magnitude)).toEqual([undefined, undefined, undefined, undefined]);
});
