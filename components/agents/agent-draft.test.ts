import { expect, test } from 'vitest';
import { draftOf, emptyDraft, registration, registrationChange } from './agent-draft.ts';
import type { AgentLine } from './agent-line.ts';

const agent: AgentLine = {
  id: 'agt_1',
  name: 'billing-bot',
  owner: { id: 'usr_1', name: 'Ann' },
  team: 'billing',
  trust: 'standard',
  model: { provider: 'acme', name: 'm1', version: '' },
  tags: ['a', 'b'],
  actsFor: ['user:*@demo.test'],
  executorId: 'exe_1',
  executors: ['exe_1', 'exe_2'],
  createdAt: '2026-11-21T09:00:00.000Z',
  pausedAt: null,
  retiredAt: null,
  lastUsedAt: null,
  keys: [],
};

test('saving an untouched form changes nothing, whatever another administrator changed meanwhile', () => {
  const draft = draftOf(agent);
  expect(registrationChange(draft, { ...draft })).toEqual({});
  expect(registrationChange(draft, { ...draft, team: '', actsFor: 'user:a\n\n user:b \n' })).toEqual({
    team: null,
    acts_for: ['user:a', 'user:b'],
  });
});

test('what is emptied is taken away, not kept', () => {
  const draft = draftOf(agent);
  const change = registrationChange(draft, { ...draft, tags: ' , ', provider: '', model: ' ', others: [] });
  expect(change).toEqual({ tags: [], model: null, executors: ['exe_1'] });
});

test('registering leaves out what was left empty', () => {
  const body = registration({ ...emptyDraft, name: ' bot ', ownerId: 'usr_1', executorId: 'exe_1', tags: 'x,y\nz' });
  expect(body).toEqual({
    name: 'bot',
    owner_id: 'usr_1',
    trust: 'standard',
    tags: ['x', 'y', 'z'],
    acts_for: [],
    executor_id: 'exe_1',
    executors: ['exe_1'],
  });
});
