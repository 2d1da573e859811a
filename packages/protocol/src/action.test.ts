import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionDigest, canonicalAction, completeAction, isAction, isDigest } from './action.ts';
import type { Action, Json } from './wire.ts';

const action: Action = {
  subject: { type: 'user', id: 'ann@example.com' },
  action: { name: 'sql.execute', properties: { statement: 'DROP TABLE invoices_2019', dialect: 'postgres' } },
  resource: { type: 'database', id: 'billing', properties: { environment: 'prod' } },
  context: { change: 'CHG-1042' },
};

describe('the digest names exactly one Action', () => {
  test('it is the base64url SHA-256 of the canonical text', async () => {
    const expected = createHash('sha256').update(canonicalAction(action)).digest('base64url');
    expect(await actionDigest(action)).toBe(expected);
    expect(isDigest(expected)).toBe(true);
  });

  test('C1: one changed value, one added member, one array order is another digest', async () => {
    const changed = (properties: Record<string, Json>) =>
      actionDigest({ ...action, action: { name: 'sql.execute', properties } });
    const digests = await Promise.all([
      actionDigest(action),
      changed({ statement: 'DROP TABLE invoices_2019 ', dialect: 'postgres' }),
      changed({ statement: 'DROP TABLE invoices_2019', dialect: 'postgres', extra: null }),
      changed({ statements: ['a', 'b'] }),
      changed({ statements: ['b', 'a'] }),
      actionDigest({ ...action, context: {} }),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('C9: composed, decomposed, look-alike and hidden letters are different Actions, never normalised', async () => {
    const ids = ['é', 'e\u0301', 'paypal', 'pаypal', 'a\u200bb', 'ab', 'a\u202eb'];
    const digests = await Promise.all(ids.map((id) => actionDigest({ ...action, resource: { type: 'host', id } })));
    expect(new Set(digests).size).toBe(ids.length);
  });

  test('an absent context is the empty one; absent properties stay absent', async () => {
    const { context: _, ...bare } = action;
    expect(await actionDigest(completeAction(bare))).toBe(await actionDigest({ ...action, context: {} }));
    const plain = { ...action, resource: { type: 'database', id: 'billing' } };
    const empty = { ...action, resource: { type: 'database', id: 'billing', properties: {} } };
    expect(await actionDigest(plain)).not.toBe(await actionDigest(empty));
  });

  test('C5: member order does not change it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), (context) => {
        const turned = Object.fromEntries(Object.entries(context).reverse());
        const { subject, resource } = action;
        const other = { context: turned, resource, action: action.action, subject };
        expect(canonicalAction(other)).toBe(canonicalAction({ ...action, context }));
      }),
    );
  });
});

describe('an Action is exactly subject, action, resource and context', () => {
  test.each([
    ['another member', { ...action, approved: true }],
    ['another member of an entity', { ...action, subject: { ...action.subject, name: 'Ann' } }],
    ['no context', { subject: action.subject, action: action.action, resource: action.resource }],
    ['an array for properties', { ...action, resource: { type: 'a', id: 'b', properties: [] } }],
    ['null properties', { ...action, resource: { type: 'a', id: 'b', properties: null } }],
    ['an empty id', { ...action, resource: { type: 'a', id: '' } }],
    ['a name with a space', { ...action, action: { name: 'sql execute' } }],
    ['a name of 201 letters', { ...action, action: { name: 'a'.repeat(201) } }],
    ['a number for an id', { ...action, subject: { type: 'user', id: 1 } }],
    ['nothing', null],
    ['an array', [action]],
  ])('%s is refused', (_, value) => {
    expect(isAction(value)).toBe(false);
    expect(() => canonicalAction(value as Action)).toThrow(TypeError);
  });

  test('free-form members are taken as they are', () => {
    expect(isAction({ ...action, context: JSON.parse('{"__proto__":1,"constructor":{}}') })).toBe(true);
  });
});
