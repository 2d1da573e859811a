import { describe, expect, test } from 'vitest';
import { signInFrom } from './sign-in-claims.ts';

const claims = {
  iss: 'https://idp.test',
  sub: 'u-1',
  name: 'Ann',
  email: 'ann@demo.test',
  groups: ['grp:sre'],
  auth_time: 1,
};

describe('the claims of a sign-in', () => {
  test('become the person the provider vouches for', () => {
    expect(signInFrom(claims)).toEqual({
      issuer: 'https://idp.test',
      subject: 'u-1',
      name: 'Ann',
      email: 'ann@demo.test',
      aliases: ['ann@demo.test'],
      groups: ['grp:sre'],
      authAt: new Date(1000),
    });
  });

  test.each([false, 'false'])('an address the provider calls unverified (%o) is not taken over', (email_verified) => {
    expect(signInFrom({ ...claims, email_verified })).toMatchObject({ email: '' });
  });

  test('B2: every name the provider gives is kept for excluding, also an unverified address; a monstrous one is not', () => {
    const named = { ...claims, email_verified: false, preferred_username: 'aweiss', upn: 'ann@corp.test' };
    expect(signInFrom(named)).toMatchObject({ email: '', aliases: ['ann@demo.test', 'aweiss', 'ann@corp.test'] });
    expect(signInFrom({ ...claims, upn: 'x'.repeat(10_000) })).toMatchObject({ aliases: ['ann@demo.test'] });
  });

  test.each([{ _claim_names: { groups: 'src1' } }, { hasgroups: true }])(
    'D7: groups the token only points to are unknown: neither none nor all',
    (overage) => {
      expect(signInFrom({ ...claims, groups: undefined, ...overage })).toBe('groups_unknown');
    },
  );

  test('no groups at all is none', () => {
    expect(signInFrom({ ...claims, groups: undefined })).toMatchObject({ groups: [] });
  });

  test('a provider that does not say when it saw the person never gives a fresh sign-in', () => {
    expect(signInFrom({ ...claims, auth_time: undefined })).toMatchObject({ authAt: new Date(0) });
  });

  test.each([
    { ...claims, sub: '' },
    { ...claims, sub: 7 },
    { ...claims, groups: 'grp:admins' },
    { ...claims, groups: [['grp:admins']] },
    { ...claims, auth_time: 'now' },
    undefined,
  ])('claims of another shape let nobody in', (odd) => {
    expect(signInFrom(odd)).toBe('claims_invalid');
  });
});
