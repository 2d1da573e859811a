import { describe, expect, test } from 'vitest';
import { directoryOf, type PersonRow } from './person-directory.ts';

const person = (id: string, email: string, more: Partial<PersonRow> = {}): PersonRow => ({
  id,
  name: id,
  email,
  disabled: false,
  mergedIntoId: null,
  ...more,
});

const here = directoryOf({
  people: [
    person('usr_ann', 'Ann@demo.test'),
    person('usr_ann2', 'ann.weiss@demo.test', { mergedIntoId: 'usr_ann' }),
    person('usr_sam', 'sam@demo.test'),
    person('usr_off', 'off@demo.test', { disabled: true }),
    person('usr_none', ''),
  ],
  links: [
    { externalId: '00u-Ann', personId: 'usr_ann' },
    { externalId: '00u-second', personId: 'usr_ann2' },
  ],
  aliases: [{ alias: 'weiss@old.test', personId: 'usr_ann2' }],
  memberships: [
    { personId: 'usr_ann', groupId: 'grp:sre' },
    { personId: 'usr_ann2', groupId: 'grp:security' },
    { personId: 'usr_sam', groupId: 'grp:sre' },
    { personId: 'usr_off', groupId: 'grp:sre' },
  ],
});
const meant = (id: string, properties?: { email?: unknown }) =>
  here.meant({ type: 'user', id, ...(properties && { properties }) });

describe('who a subject may mean', () => {
  test.each([
    'ann@demo.test',
    'ANN@DEMO.TEST',
    ' ann@demo.test ',
    'mailto:ann@demo.test',
    'ann+agents@demo.test',
    'ａnn@demo.test',
    'ann.weiss@demo.test',
    '00u-Ann',
    '00u-second',
    'usr_ann',
    'usr_ann2',
    'acct:Weiss@old.test',
    'weiss+x@old\u200b.test',
  ])('B2: %s is Ann, by any account, letter case or alias', (id) => {
    expect(meant(id)).toEqual(['usr_ann']);
  });

  test('B2: an id nobody knows still means the person whose address comes with it', () => {
    expect(meant('employee-17', { email: 'Ann@demo.test' })).toEqual(['usr_ann']);
  });

  test('an empty name, or nobody’s, means nobody known', () => {
    expect(meant('zoe@demo.test')).toEqual([]);
    expect(meant('')).toEqual([]);
    expect(meant('zoe', { email: '' })).toEqual([]);
    expect(meant('zoe', { email: 7 })).toEqual([]);
  });
});

describe('people and their groups', () => {
  test('two accounts found to be one human are one person with one set of groups', () => {
    expect(here.rootOf('usr_ann2')).toBe('usr_ann');
    expect(here.familyOf('usr_ann2')).toEqual(['usr_ann', 'usr_ann2']);
    expect(here.people.has('usr_ann2')).toBe(false);
    expect(here.groups.get('grp:security')).toBeUndefined();
  });

  test('a disabled person is known and in no group', () => {
    expect(here.people.get('usr_off')).toMatchObject({ disabled: true, groups: [] });
    expect(here.groups.get('grp:sre')).toEqual(['usr_ann', 'usr_sam']);
  });

  test('merges that were made to point at each other do not hang', () => {
    const odd = directoryOf({
      people: [person('a', 'a', { mergedIntoId: 'b' }), person('b', 'b', { mergedIntoId: 'a' })],
      links: [],
      aliases: [],
      memberships: [],
    });
    expect(odd.rootOf('a')).toBe('b');
  });
});
