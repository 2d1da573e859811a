import { describe, expect, test } from 'vitest';
import type { Json } from '#protocol/wire.ts';
import { powersOf } from './documents.ts';
import { readGrants } from './postgres.ts';
import { compare, matches, type Power, reach } from './power.ts';

const policy = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: Json, resource: Json, more: object = {}): Json => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const gained = (before: Json, after: Json) => {
  const [had, has] = [powersOf(before), powersOf(after)];
  return compare(had as Power[], has as Power[])!.gained.map(({ effect, what, on }) => `${effect} ${what} ${on}`);
};

describe('what a change of access gives', () => {
  test('a new action is gained; one an earlier wildcard already gave is not', () => {
    expect(gained(policy(allow('s3:GetObject', '*')), policy(allow(['s3:GetObject', 's3:PutObject'], '*')))).toEqual([
      'allow s3:PutObject *',
    ]);
    expect(gained(policy(allow('s3:*', '*')), policy(allow('s3:GetObject', 'arn:aws:s3:::b/*')))).toEqual([]);
    expect(gained(policy(allow('s3:Get*', 'arn:a')), policy(allow('s3:*', 'arn:a')))).toEqual(['allow s3:* arn:a']);
  });

  test('a condition taken away is a power gained', () => {
    const narrow = policy(allow('s3:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }));
    expect(gained(narrow, policy(allow('s3:*', '*')))).toEqual(['allow s3:* *']);
    expect(gained(policy(allow('s3:*', '*')), narrow)).toEqual([]);
  });

  test('a denial taken away, or made narrower by a condition, is a power gained', () => {
    const deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
    expect(gained(policy(deny), policy())).toEqual(['deny iam:* *']);
    expect(gained(policy(deny), policy({ ...deny, Condition: { a: 'b' } }))).toEqual(['deny iam:* *']);
    expect(gained(policy(deny), policy(deny))).toEqual([]);
  });

  test('leaving fewer things out of "everything but" is a power gained, whatever stars stand in it', () => {
    const allBut = (name: string) => policy({ Effect: 'Allow', NotAction: name, Resource: '*' });
    expect(gained(allBut('s3:*'), allBut('s3:GetObject'))).toEqual(['allow not: s3:GetObject *']);
    expect(gained(policy(allow('*', '*')), allBut('s3:*'))).toEqual([]);
  });

  test('a denial made unconditional is not lifted', () => {
    const deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
    expect(gained(policy({ ...deny, Condition: { a: 'b' } }), policy(deny))).toEqual([]);
  });

  test('a document with one statement we cannot read is not compared at all', () => {
    expect(powersOf(policy(allow('s3:*', '*'), { Effect: 'Perhaps', Action: 'x' }))).toBeUndefined();
    expect(powersOf({ something: 'else' })).toBeUndefined();
    expect(powersOf('GRANT SELECT ON a TO b; DROP TABLE c')).toBeUndefined();
  });

  test('Google bindings, Azure roles and Postgres grants are read as powers too', () => {
    expect(powersOf({ bindings: [{ role: 'roles/owner', members: ['user:a', 'allUsers'] }] })).toHaveLength(2);
    expect(powersOf({ permissions: [{ actions: ['*'], notActions: ['x'] }], assignableScopes: ['/s'] })).toEqual([
      { who: '', effect: 'allow', what: '*', on: '/s', when: 'except x' },
    ]);
    expect(powersOf([{ privileges: ['SELECT', 'UPDATE'], on: 'customers', to: 'analyst' }])).toHaveLength(2);
  });

  test('a GRANT is read with columns, several people and the right to pass it on', () => {
    const [change] =
      readGrants('GRANT SELECT (id, email), UPDATE ON TABLE public.customers TO analyst, "Ops" WITH GRANT OPTION;') ??
      [];
    expect(change?.powers.map(({ who, what, on }) => `${who}: ${what} on ${on}`)).toEqual([
      'analyst: SELECT(id, email) WITH GRANT OPTION on TABLE public.customers',
      'analyst: UPDATE WITH GRANT OPTION on TABLE public.customers',
      '"Ops": SELECT(id, email) WITH GRANT OPTION on TABLE public.customers',
      '"Ops": UPDATE WITH GRANT OPTION on TABLE public.customers',
    ]);
  });

  test('powers that reach far say why', () => {
    const power = (what: string, who = 'role/x', on = '*'): Power => ({ who, what, on, effect: 'allow', when: '' });
    expect(reach(power('iam:PassRole'))).toBe('can change who may do what, on every resource');
    expect(reach(power('s3:GetObject', '*'))).toBe('for anybody, on every resource');
    expect(reach(power('s3:GetObject', 'role/x', 'arn:a'))).toBeUndefined();
    expect(reach({ ...power('*'), effect: 'deny' })).toBeUndefined();
  });

  test('a pattern covers what its stars cover, and a star is covered only by a star', () => {
    expect(matches('a*c', 'abbc')).toBe(true);
    expect(matches('a?c', 'a*c')).toBe(false);
    expect(matches('a*', 'a*')).toBe(true);
    expect(matches(`${'*'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  });
});
