import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { admitPerson } from '../identity/admit-person.ts';
import { readSession } from '../identity/session.ts';
import { signInFrom } from '../identity/sign-in-claims.ts';
import { syncGroupRoles } from '../identity/sync-group-roles.ts';
import { addSession, signedIn } from '../identity/testing.ts';
import { actionOf, caller, decideOn, filed, policyOf, refusalOf } from './testing.ts';

testDatabase();
beforeAll(async () => {
  await syncGroupRoles();
  await policyOf();
  // Somebody else who could decide, so that a refusal is about the person and not about the Request.
  await signedIn(['grp:sre']);
});

/** Somebody who signs in with these claims, time after time. */
function somebody() {
  const claims = { iss: process.env.OIDC_ISSUER, sub: newId('sub'), groups: ['grp:sre'] };
  return async (said: Record<string, unknown>) => {
    const signIn = signInFrom({ ...claims, ...said });
    const admission = typeof signIn === 'string' ? undefined : await admitPerson(signIn);
    if (admission?.kind !== 'admitted') throw new Error('They were not let in.');
    return (await readSession(await addSession(admission.personId)))!;
  };
}

async function asked(subject: string) {
  const by = await caller({ actsFor: ['user:*'] });
  return filed(by, actionOf(by.agent, 'deploy.run', { subject: { type: 'user', id: subject } }));
}

describe('B2: nobody decides what is done for them because a name was forgotten', () => {
  const mail = `${newId('x')}@demo.test`;

  test.each<[string, Record<string, unknown>]>([
    ['called their address unverified since', { email: mail, email_verified: false }],
    ['left their address out since', {}],
    ['gave another address since', { email: `other-${mail}` }],
  ])('whose provider %s', async (_, later) => {
    const signIn = somebody();
    await signIn({ email: mail });
    const ann = await signIn(later);
    const { id } = await asked(mail);
    expect(await refusalOf(decideOn(ann, id, 'approve'))).toBe('self_approval');
  });

  test.each(['preferred_username', 'upn', 'email'])('who is named by a %s nobody verified', async (claim) => {
    const name = `${newId('n')}@corp.test`;
    const ann = await somebody()({ [claim]: name, email_verified: false });
    const { id } = await asked(name);
    expect(await refusalOf(decideOn(ann, id, 'approve'))).toBe('self_approval');
  });

  test.each(['acct:', 'mailto:', '\u200b'])('who is named with %j before it', async (before) => {
    const name = `${newId('n')}@demo.test`;
    const ann = await somebody()({ email: name });
    const { id } = await asked(`${before}${name}`);
    expect(await refusalOf(decideOn(ann, id, 'approve'))).toBe('self_approval');
  });

  test('the product cannot forget a name either', async () => {
    await expect(pool().query('DELETE FROM person_alias')).rejects.toThrow(/permission denied/);
    await expect(pool().query(`UPDATE person_alias SET alias = ''`)).rejects.toThrow(/permission denied/);
  });
});
