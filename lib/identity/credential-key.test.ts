import { describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { hashSecret, isSecret, makeCredentialKey, parseCredentialKey } from './credential-key.ts';

describe('an API key', () => {
  test('reads back as the credential and secret it was made of, and its prefix finds it in a leak', () => {
    const id = newId('crd');
    const { key, prefix, secretHash } = makeCredentialKey('agent', id);
    const parsed = parseCredentialKey(key)!;
    expect(key.startsWith('cs_agt_')).toBe(true);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    expect(parsed).toMatchObject({ holderKind: 'agent', credentialId: id });
    expect(isSecret(parsed.secret, secretHash)).toBe(true);
    expect(Buffer.from(parsed.secret, 'base64url')).toHaveLength(32);
  });

  test('is never made twice', () => {
    const id = newId('crd');
    expect(makeCredentialKey('executor', id).key).not.toBe(makeCredentialKey('executor', id).key);
  });

  test('with any one character changed is refused before anything is looked up', () => {
    const { key } = makeCredentialKey('executor', newId('crd'));
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === 'a' ? 'b' : 'a';
      expect(parseCredentialKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
    }
  });

  test.each(['', 'cs_agt_', 'Bearer x', `cs_agt_${'0'.repeat(26)}_${'A'.repeat(43)}`])('%o is no key', (text) => {
    expect(parseCredentialKey(text)).toBeUndefined();
  });

  test('with another secret does not fit the hash', () => {
    const { secretHash } = makeCredentialKey('agent', newId('crd'));
    expect(isSecret('A'.repeat(43), secretHash)).toBe(false);
    expect(isSecret('A'.repeat(43), hashSecret('A'.repeat(43)))).toBe(true);
    expect(isSecret('A'.repeat(43), Buffer.alloc(0))).toBe(false);
  });
});
