import type { Action, Json } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { powersOf } from './iam/documents.ts';
import { type GrantChange, readGrants } from './iam/postgres.ts';
import { type Comparison, compare } from './iam/power.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, member, properties } from './members.ts';
import { counted, listed, place, quoted, sentence } from './sentence.ts';
import { readAll, sqlOf } from './sql.ts';

const DOCUMENT = ['policy_document', 'policy', 'document', 'binding', 'bindings', 'grant', 'grants', 'after'] as const;
const ROLE = ['role', 'policy_arn', 'policy_name', 'permission', 'roleDefinitionName'] as const;
const PRINCIPAL = ['principal', 'grantee', 'to', 'member', 'user', 'group', 'target'] as const;

/** The last part of the action's name, and how to say it. */
const verbs: Record<string, { say: string; joint: string }> = {
  attach: { say: 'Attach', joint: 'to' },
  detach: { say: 'Detach', joint: 'from' },
  grant: { say: 'Grant', joint: 'to' },
  revoke: { say: 'Revoke', joint: 'from' },
  assign: { say: 'Assign', joint: 'to' },
  remove: { say: 'Remove', joint: 'from' },
  add: { say: 'Add', joint: 'to' },
};

export const iam: ActionKind = {
  kind: 'iam',
  matches: (action) => inFamily(action, 'iam', 'access', 'rbac') || onlyGrants(action),
  headline(action) {
    const grants = grantChangesOf(action);
    if (grants?.length)
      return sentence(grants.length === 1 ? sayGrant(grants[0] as GrantChange) : sayGrants(grants), place(action));
    const known = verbs[action.action.name.split('.').at(-1) ?? ''];
    const { say, joint } = known ?? { say: 'Change access of', joint: 'on' };
    const role = firstText(properties(action), ROLE);
    const principal = firstText(properties(action), PRINCIPAL);
    const change = comparisonOf(action);
    return sentence(
      role ? `${say} ${quoted(role.text)}` : `${known?.say ?? 'Change'} access`,
      role && principal && `${joint} ${quoted(principal.text)}`,
      place(action, role && !principal ? joint : 'on'),
      change && `(gains ${counted(change.gained.length, 'power')}, loses ${change.lost.length})`,
    );
  },
  sections(action) {
    return layOut(action, [
      claim('change', 'Who may do what', 'before', ...DOCUMENT),
      claim('statement', 'Statement', ...(sqlOf(action) ? [sqlOf(action)?.name ?? '', 'dialect'] : [])),
      claim('names', 'Role and principal', ...ROLE, ...PRINCIPAL),
    ]);
  },
};

/** The documents before and after, as far as the Action itself holds them. */
export function documentsOf(action: Action): { before?: Json; after?: Json } {
  const own = properties(action);
  const before = member(own, 'before');
  const name = ['after', ...DOCUMENT].find((candidate) => member(own, candidate) !== undefined);
  const after = name === undefined ? undefined : member(own, name);
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** What the change gives and takes, when both documents are in the Action and both can be read completely. */
export function comparisonOf(action: Action): Comparison | undefined {
  const { before, after } = documentsOf(action);
  const had = powersOf(before);
  const has = powersOf(after);
  return had && has ? compare(had, has) : undefined;
}

/** The GRANT and REVOKE statements an Action runs, if it runs nothing else. */
export function grantChangesOf(action: Action): GrantChange[] | undefined {
  const changes = sqlOf(action)?.texts.map(readGrants);
  return changes?.every((change) => change !== undefined) ? changes.flat() : undefined;
}

function onlyGrants(action: Action): boolean {
  const found = sqlOf(action);
  if (!found) return false;
  const doing = readAll(found.texts).statements.filter(({ verbs: said }) => said.length > 0);
  return doing.length > 0 && doing.every(({ verbs: said }) => said[0] === 'GRANT' || said[0] === 'REVOKE');
}

const OPTION = / WITH (GRANT|ADMIN) OPTION$/;

function sayGrant({ verb, powers }: GrantChange): string {
  const one = (pick: (power: GrantChange['powers'][number]) => string) =>
    [...new Set(powers.map(pick))].filter(Boolean);
  const on = one((power) => power.on);
  const what = one((power) => power.what.replace(OPTION, ''));
  const passedOn = powers.some((power) => OPTION.test(power.what));
  return [
    verb === 'GRANT' ? 'Grant' : 'Revoke',
    plainPrivileges(what) ?? listed(what),
    on.length > 0 && `on ${listed(on)}`,
    verb === 'GRANT' ? 'to' : 'from',
    listed(one((power) => power.who)),
    passedOn && 'with the right to pass it on',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Privileges in capitals are SQL's own words and need no quotes: `ALL PRIVILEGES`. */
function plainPrivileges(what: readonly string[]): string | undefined {
  return what.length <= 4 && what.every((one) => /^[A-Z ]+$/.test(one)) ? what.join(', ') : undefined;
}

function sayGrants(changes: readonly GrantChange[]): string {
  const given = changes.filter(({ verb }) => verb === 'GRANT').length;
  return `Change rights: ${counted(given, 'grant')}, ${counted(changes.length - given, 'revocation')}`;
}
