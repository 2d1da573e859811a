import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PeopleList } from '#components/people/people-list.tsx';
import { personLine } from '#components/people/person-line.ts';
import { PageHead } from '#components/shell/page-head.tsx';
import { env } from '#lib/env.ts';
import { listPeople } from '#lib/identity/list-people.ts';
import { holds, signedIn } from '../viewer.ts';

export const metadata: Metadata = { title: 'People' };

/** Everybody who ever signed in: where they belong, what that permits, and, for administrators, the way to end it. */
export default async function PeoplePage() {
  const person = await signedIn();
  if (!holds(person, ['auditor', 'admin'])) redirect('/');
  const people = await listPeople(person);
  return (
    <>
      <PageHead title="People">
        Groups are what {env().OIDC_NAME} says at each sign-in, and roles follow from them by the setting ROLE_GROUPS.
        Neither is edited here. {holds(person, ['admin']) ? '' : 'Administrators disable people.'}
      </PageHead>
      <PeopleList people={people.map(personLine)} />
    </>
  );
}
