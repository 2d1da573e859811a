import type { PossibleOwner } from '#components/agents/owner-field.tsx';
import type { HumanActor } from '#lib/identity/actor.ts';
import { directory } from '#lib/identity/directory.ts';
import { listPeople } from '#lib/identity/list-people.ts';
import { holds } from '../viewer.ts';

/** What people are called, by any id that ever stood for them. */
export async function namesOfPeople(): Promise<(personId: string) => string> {
  const { people, rootOf } = await directory();
  return (personId) => people.get(rootOf(personId))?.name ?? personId;
}

/** Who may own an agent or executor; for whoever may not register one, nobody. */
export async function possibleOwners(person: HumanActor): Promise<PossibleOwner[]> {
  if (!holds(person, ['admin'])) return [];
  const people = await listPeople(person);
  return people.filter(({ disabledAt }) => disabledAt === null).map(({ id, name, email }) => ({ id, name, email }));
}
