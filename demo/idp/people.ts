import { timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Somebody the demo company employs. `disabled` is for you to set in the file, to see what happens. */
export interface Person {
  sub: string;
  name: string;
  email: string;
  password: string;
  groups: string[];
  disabled?: boolean;
}

/** Who works at the demo company: reviewers of different groups, an administrator, an auditor and the agents' owner. */
export const demoPeople: readonly Person[] = [
  person('Dana Okafor', ['grp:sre']),
  person('Sam Reyes', ['grp:security']),
  person('Priya Nair', ['grp:data-platform']),
  person('Alex Kim', ['grp:admins']),
  person('Noor Haddad', ['grp:auditors']),
  // In a reviewing group as well, so that it can be seen that she may not approve what her own agents ask.
  person('Ann Weiss', ['grp:agent-owners', 'grp:sre']),
];

function person(name: string, groups: string[]): Person {
  const first = name.split(' ')[0]!.toLowerCase();
  return { sub: `demo-${first}`, name, email: `${first}@demo.test`, password: `${first}-demo`, groups };
}

/** The file of people, written once and then yours to edit: groups and `disabled` count from the next sign-in on. */
export function keepPeople(file: string): void {
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(demoPeople, null, 2)}\n`, { mode: 0o600 });
}

/** The file's people as they are now. */
export function readPeople(file: string): Person[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Person[];
}

/** The person these words belong to, or why nobody is let in. Both fields are in the visitor's hands. */
export function checkPassword(
  people: readonly Person[],
  email: string,
  password: string,
): Person | 'wrong' | 'disabled' {
  const found = people.find((one) => one.email === email.trim().toLowerCase());
  if (!found || !same(found.password, password)) return 'wrong';
  return found.disabled ? 'disabled' : found;
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
