import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Viewer } from '#components/shell/viewer.tsx';
import type { HumanActor, Role } from '#lib/identity/actor.ts';
import { readSession } from '#lib/identity/session.ts';

/** Who is signed in; anybody else is on the way to the sign-in page. Each page asks for itself, since a layout is not run again. */
export async function signedIn(): Promise<HumanActor> {
  const person = await readSession(await headers());
  return person ?? redirect('/sign-in');
}

export const holds = (person: HumanActor, roles: readonly Role[]): boolean =>
  roles.some((role) => person.roles.includes(role));

/** What the browser may know of the person: nothing of the session itself. */
export function viewerOf({ personId, name, email, roles, groups }: HumanActor): Viewer {
  return { personId, name, email, roles, groups };
}
