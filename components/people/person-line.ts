import type { Person } from '#lib/identity/person.ts';

/** A person as the list shows them: dates as text. */
export interface PersonLine {
  id: string;
  name: string;
  email: string;
  groups: readonly string[];
  /** When the groups were last read; null for whoever is in none. */
  groupsReadAt: string | null;
  roles: Person['roles'];
  disabledAt: string | null;
  signedInAt: string | null;
}

export function personLine(person: Person): PersonLine {
  const read = person.groups.map(({ readAt }) => Number(readAt));
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    groups: person.groups.map(({ id }) => id),
    groupsReadAt: read.length > 0 ? new Date(Math.max(...read)).toISOString() : null,
    roles: person.roles,
    disabledAt: person.disabledAt?.toISOString() ?? null,
    signedInAt: person.signedInAt?.toISOString() ?? null,
  };
}
