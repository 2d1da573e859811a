import { expect, test } from 'vitest';
import { causalOrder } from './causal-order.ts';

const at = new Date(0);

test('events of one transaction are told after their causes, whatever their ids are', () => {
  const events = [
    { id: 'a', at, leaf: '3', prev: ['2'] },
    { id: 'b', at, leaf: '1', prev: ['of another time'] },
    { id: 'c', at, leaf: '2', prev: ['1'] },
  ];
  expect(causalOrder(events).map((event) => event.leaf)).toEqual(['1', '2', '3']);
});

test('an event of an earlier time is told first', () => {
  const later = new Date(1);
  const events = [
    { id: 'a', at: later, leaf: '2', prev: ['1'] },
    { id: 'b', at, leaf: '1', prev: [] },
  ];
  expect(causalOrder(events).map((event) => event.id)).toEqual(['b', 'a']);
});
