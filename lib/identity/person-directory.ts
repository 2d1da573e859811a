import { foldedName } from './folded-name.ts';

/** A person as the rest of the product knows them. */
export interface DirectoryPerson {
  id: string;
  name: string;
  email: string;
  disabled: boolean;
  /** Group ids that count for eligibility: none for a disabled person. */
  groups: readonly string[];
}

/** Who is here, who they also are, and who is in which group, at one moment. */
export interface Directory {
  /** People by id. Whoever was merged into somebody else is found under that somebody's id only. */
  people: ReadonlyMap<string, DirectoryPerson>;
  /** Active people by group id. */
  groups: ReadonlyMap<string, readonly string[]>;
  /** The one person behind an id: another one if two were found to be one, else the id itself. */
  rootOf(personId: string): string;
  /** Every id that stands for the same person, the root first. */
  familyOf(personId: string): readonly string[];
  /** People, by root, whom a subject's id, external id or any name they ever had may mean. Only ever used to exclude. */
  meant(subject: { type: string; id: string; properties?: { email?: unknown } }): readonly string[];
}

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  disabled: boolean;
  mergedIntoId: string | null;
}

/** A directory from the rows of one consistent read. */
export function directoryOf(rows: {
  people: readonly PersonRow[];
  links: readonly { externalId: string; personId: string }[];
  aliases: readonly { alias: string; personId: string }[];
  memberships: readonly { personId: string; groupId: string }[];
}): Directory {
  const merged = new Map(rows.people.map((person) => [person.id, person.mergedIntoId]));
  const rootOf = (personId: string) => {
    const seen = new Set([personId]);
    let root = personId;
    for (let next = merged.get(root); next && !seen.has(next); next = merged.get(next)) {
      seen.add(next);
      root = next;
    }
    return root;
  };

  const families = Map.groupBy(rows.people, (person) => rootOf(person.id));
  const roots = rows.people.filter((person) => rootOf(person.id) === person.id);
  const groupsOf = Map.groupBy(rows.memberships, (membership) => membership.personId);
  const people = new Map(
    roots.map(({ id, name, email, disabled }) => {
      const groups = disabled ? [] : (groupsOf.get(id) ?? []).map((membership) => membership.groupId);
      return [id, { id, name, email, disabled, groups }];
    }),
  );
  const groups = new Map<string, string[]>();
  for (const person of people.values()) {
    for (const groupId of person.groups) groups.set(groupId, [...(groups.get(groupId) ?? []), person.id]);
  }

  const names = new Map<string, Set<string>>();
  const standsFor = (text: string, personId: string) =>
    text && names.set(text, (names.get(text) ?? new Set()).add(rootOf(personId)));
  for (const person of rows.people) {
    standsFor(foldedName(person.id), person.id);
    standsFor(foldedName(person.email), person.id);
  }
  for (const link of rows.links) standsFor(foldedName(link.externalId), link.personId);
  for (const { alias, personId } of rows.aliases) standsFor(foldedName(alias), personId);

  return {
    people,
    groups,
    rootOf,
    familyOf: (personId) => {
      const root = rootOf(personId);
      return [root, ...(families.get(root) ?? []).map(({ id }) => id).filter((id) => id !== root)];
    },
    meant: ({ id, properties }) => {
      const texts = typeof properties?.email === 'string' ? [id, properties.email] : [id];
      return [...new Set(texts.flatMap((text) => [...(names.get(foldedName(text)) ?? [])]))];
    },
  };
}
