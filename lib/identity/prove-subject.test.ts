import { describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { proveSubject } from './prove-subject.ts';
import { coversSubject, isSubjectPattern } from './subject-pattern.ts';

const agent = { id: newId('agt'), actsFor: ['user:*@demo.test', 'team:billing', 'project:web-*'] };
const refused = expect.objectContaining({ code: 'subject_not_proven' });
const proof = (type: string, id: string) => () => proveSubject(agent, { type, id });

describe('J5: a subject that is merely named is refused', () => {
  test.each([
    ['user', 'ann@other.test'],
    ['user', 'ann@demo.test.evil.test'],
    ['user', '@demo.test'],
    ['user', 'ann@DEMO.test'],
    ['User', 'ann@demo.test'],
    ['user ', 'ann@demo.test'],
    ['team', 'billing2'],
    ['team', 'Billing'],
    ['project', 'web-'],
    ['agent', newId('agt')],
    ['agent', agent.id.toUpperCase()],
    ['user', agent.id],
  ])('%s:%s', (type, id) => {
    expect(proof(type, id)).toThrow(refused);
  });

  test('J5: a token that this version cannot check proves nothing, even for a subject the agent may act for', () => {
    expect(() => proveSubject(agent, { type: 'team', id: 'billing' }, 'eyJ...')).toThrow(refused);
  });

  test('an agent proves itself by its id, and others by the patterns an administrator wrote', () => {
    expect(proof('agent', agent.id)()).toBe('self');
    expect(proof('user', 'ann@demo.test')()).toBe('acts_for');
    expect(proof('team', 'billing')()).toBe('acts_for');
    expect(proof('project', 'web-7')()).toBe('acts_for');
  });
});

describe('a pattern', () => {
  test.each(['*', '*:*', 'user', 'user:', 'us*r:ann', 'user:*@*', ':ann', 'user:**'])(
    '%o is refused where it is written and covers nothing where it is read',
    (pattern) => {
      expect(isSubjectPattern(pattern)).toBe(false);
      expect(coversSubject(pattern, { type: 'user', id: 'ann' })).toBe(false);
    },
  );

  test('looks the same and is not: other bytes are another subject', () => {
    const composed = { type: 'user', id: 'ren\u00e9' };
    expect(coversSubject('user:rene\u0301', composed)).toBe(false);
    expect(coversSubject('user:ren\u00e9', composed)).toBe(true);
  });

  test('a prefix and a suffix that overlap do not make one character do the work of two', () => {
    expect(coversSubject('user:ab*ba', { type: 'user', id: 'aba' })).toBe(false);
    expect(coversSubject('user:ab*ba', { type: 'user', id: 'ab-ba' })).toBe(true);
  });
});
