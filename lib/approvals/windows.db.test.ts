import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { actionOf, caller, eventsOf, filed, policyOf } from './testing.ts';

testDatabase();

beforeAll(async () => {
  await signedIn(['grp:sre']);
  await policyOf({
    windows: { rowsHour: { sum: 'action.properties.rows', over: '1h' } },
    rules: [
      {
        id: 'small',
        effect: 'allow',
        actions: ['bulk.*'],
        when: 'window.rowsHour + action.properties.rows <= 100',
        sample: 0.05,
      },
    ],
    tests: [
      {
        name: 'small is free',
        given: { action: { name: 'bulk.write', properties: { rows: 1 } } },
        expect: { effect: 'allow' },
      },
    ],
  });
});

test('B11: one large action cut into many and filed in a burst: each part sees the earlier ones, and what crosses the line asks', async () => {
  for (let round = 0; round < 3; round++) {
    const by = await caller();
    const part = () => {
      const action = actionOf(by.agent, 'bulk.write');
      action.action.properties = { ...action.action.properties, rows: 20 };
      return filed(by, action);
    };
    const forms = await Promise.all(Array.from({ length: 12 }, part));
    expect(forms.map((form) => form.state).sort()).toEqual([...Array(5).fill('approved'), ...Array(7).fill('pending')]);
    for (const form of forms) expect(await eventsOf(form.id, 'evaluation.made')).toHaveLength(1);
  }
});
