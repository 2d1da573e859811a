import { expect, test } from 'vitest';
import type { QueueRow } from '#protocol/wire.ts';
import { holdRows } from './held-rows.ts';

const row = (id: string, version = 1) => ({ id, version }) as QueueRow;
const ids = (rows: readonly QueueRow[]) => rows.map(({ id }) => id);

test('no row moves under the pointer: a more urgent arrival is counted, not inserted, while the list is held', () => {
  const { rows, waiting } = holdRows([row('b'), row('c')], [row('a'), row('b'), row('c')], true);
  expect(ids(rows)).toEqual(['b', 'c']);
  expect(waiting).toBe(1);
});

test('a row that was settled meanwhile keeps its place and is marked, so a click never lands on its successor', () => {
  const { rows, gone } = holdRows([row('a'), row('b')], [row('b')], true);
  expect(ids(rows)).toEqual(['a', 'b']);
  expect([...gone]).toEqual(['a']);
});

test('a held row still tells the truth about its votes and state', () => {
  expect(holdRows([row('a', 1)], [row('a', 2)], true).rows[0]?.version).toBe(2);
});

test('released, the list is what the server says, in the order it says', () => {
  const { rows, waiting, gone } = holdRows([row('b'), row('x')], [row('a'), row('b')], false);
  expect(ids(rows)).toEqual(['a', 'b']);
  expect(waiting + gone.size).toBe(0);
});
