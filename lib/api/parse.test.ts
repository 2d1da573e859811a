import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../errors/refusal.ts';
import { check, parseBody } from './parse.ts';
import { submitBody } from './schemas/requests.ts';
import { decisionBody } from './schemas/reviews.ts';

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const body = (text: string) => parseBody(new TextEncoder().encode(text));
const action = {
  subject: { type: 'agent', id: 'agt_1' },
  action: { name: 'sql.execute' },
  resource: { type: 'database', id: 'billing' },
};

describe('reading a body', () => {
  test.each([
    ['C6: a duplicate key at any depth', '{"a":[{"b":1,"b":2}]}', 'duplicate_key', '/a/0/b'],
    ['C6: a duplicate key that is equal only after unescaping', '{"a":1,"\\u0061":2}', 'duplicate_key', '/a'],
    ['C7: an integer beyond what a double holds', '{"n":9007199254740993}', 'inexact_number', '/n'],
    ['C7: a number that overflows', '{"n":1e400}', 'inexact_number', '/n'],
    ['C7: a decimal with more digits than its double', '{"n":0.1000000000000000055}', 'inexact_number', '/n'],
    ['C8: half of a surrogate pair', '{"s":"\\ud800"}', 'malformed', '/s'],
    ['C8: U+0000, which cannot be stored', '{"s":"\\u0000"}', 'malformed', '/s'],
    ['C8: a byte order mark', '\ufeff{}', 'malformed', ''],
    ['C8: trailing bytes', '{} {}', 'malformed', ''],
    ['C8: nesting deeper than 32', `${'['.repeat(33)}${']'.repeat(33)}`, 'malformed', '/0'],
  ])('%s is refused, with its place named', (_, text, code, pointer) => {
    const refusal = refusalOf(() => body(text));
    expect(refusal.code).toBe(code);
    expect((refusal.members.errors as { pointer: string }[])[0]!.pointer.startsWith(pointer)).toBe(true);
  });

  test('C8: bytes that are not UTF-8 are refused', () => {
    expect(refusalOf(() => parseBody(new Uint8Array([0x22, 0xff, 0x22]))).code).toBe('malformed');
  });
});

describe('checking a body', () => {
  test('J4: unknown members of our own objects are refused, every one named by its pointer', () => {
    const sent = { action: { ...action, approved: true, subject: { ...action.subject, roles: [] } }, approver: 'ann' };
    const refusal = refusalOf(() => check(submitBody, sent, 'body'));
    expect(refusal.code).toBe('unknown_member');
    expect((refusal.members.errors as { pointer: string }[]).map((error) => error.pointer).sort()).toEqual([
      '/action/approved',
      '/action/subject/roles',
      '/approver',
    ]);
  });

  test('B6: a body cannot name an approver, a state or an actor', () => {
    for (const name of ['approver', 'state', 'actor', 'reviewer', 'approved_by', '__proto__', 'constructor']) {
      const sent = body(`{"action": ${JSON.stringify(action)}, "${name}": "x"}`);
      expect(refusalOf(() => check(submitBody, sent, 'body')).code, name).toBe('unknown_member');
    }
    const decision = { decision: 'approve', revision: 1, digest: 'A'.repeat(43), view_digest: 'A'.repeat(43) };
    expect(refusalOf(() => check(decisionBody, { ...decision, reviewer: 'usr_1' }, 'body')).code).toBe(
      'unknown_member',
    );
  });

  test('J4: any other member inside properties and context is kept, as the very object that was read', () => {
    const sent = body(
      `{"action": ${JSON.stringify({ ...action, context: { approver: 'x' } }).replace('"approver"', '"__proto__"')}}`,
    ) as { action: { context: object } };
    const checked = check(submitBody, sent, 'body');
    expect(checked.action.context).toBe(sent.action.context);
    expect(Object.keys(checked.action.context)).toEqual(['__proto__']);
  });

  test('an absent context becomes an empty one, never one shared with another Action, and properties stay absent', () => {
    const [one, two] = [check(submitBody, { action }, 'body'), check(submitBody, { action }, 'body')];
    expect(one.action.context).toEqual({});
    expect(one.action.context).not.toBe(two.action.context);
    expect(Object.hasOwn(one.action.resource, 'properties')).toBe(false);
  });

  test('everything that is wrong is listed, each with a pointer', () => {
    const sent = {
      action: { ...action, action: { name: 'drop table' } },
      reason: '',
      expires_in_seconds: 5,
      evidence: { plan: 7 },
    };
    const refusal = refusalOf(() => check(submitBody, sent, 'body'));
    expect(refusal.code).toBe('invalid_field');
    expect((refusal.members.errors as { pointer: string }[]).map((error) => error.pointer).sort()).toEqual([
      '/action/action/name',
      '/evidence/plan',
      '/expires_in_seconds',
      '/reason',
    ]);
  });

  test('G9: null, or a value of another type, is not the same as leaving it out', () => {
    for (const context of [null, [], 'x', 1]) {
      const refusal = refusalOf(() => check(submitBody, { action: { ...action, context } }, 'body'));
      expect(refusal.code).toBe('invalid_field');
    }
  });

  test('an unknown parameter is refused, since a misspelt filter would show too much', () => {
    const refusal = refusalOf(() => check(z.strictObject({ wait: z.string() }), { wait: '1', stat: 'x' }, 'query'));
    expect(refusal.members.errors).toMatchObject([{ pointer: '?stat', code: 'unknown_member' }]);
  });
});
