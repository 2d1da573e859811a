import { canonicalize } from '#protocol/jcs.ts';
import type { Json } from '#protocol/wire.ts';
import { isObject, list, member, object, text, texts } from '../members.ts';
import { grantsIn } from './postgres.ts';
import { ALL_BUT, MOST_POWERS, type Power, tooMany } from './power.ts';

/**
 * The powers an access document gives, or undefined if it is none we can read completely.
 *
 * Reads AWS policies, Google Cloud bindings, Azure role definitions and assignments, and Postgres grants as text or as
 * objects. One statement it cannot read, or more powers than anybody reads, makes the whole answer undefined: a comparison with a hole would mislead, and
 * the document itself is shown in full either way.
 */
export function powersOf(document: Json | undefined, who = ''): Power[] | undefined {
  if (typeof document === 'string') return grantsIn(document);
  if (Array.isArray(document)) return all(document, (item) => powersOf(item, who));
  if (!isObject(document)) return undefined;
  if (member(document, 'Statement') !== undefined) return awsPolicy(document, who);
  if (member(document, 'Effect') !== undefined) return awsStatement(document, who);
  if (list(document, 'bindings')) return all(list(document, 'bindings') ?? [], googleBinding);
  if (text(document, 'role') !== undefined && member(document, 'members') !== undefined) return googleBinding(document);
  if (list(document, 'permissions')) return azureRole(document, who);
  if (isObject(member(document, 'properties'))) return powersOf(object(document, 'properties'), who);
  if (member(document, 'privileges') !== undefined) return postgresGrant(document, who);
  if (member(document, 'roleDefinitionId') !== undefined) return azureAssignment(document);
  return undefined;
}

function all(items: readonly Json[], read: (item: Json) => Power[] | undefined): Power[] | undefined {
  const found = items.map(read);
  if (!found.every((powers) => powers !== undefined)) return undefined;
  return found.reduce((sum, powers) => sum + powers.length, 0) > MOST_POWERS ? undefined : found.flat();
}

function awsPolicy(document: Json, who: string): Power[] | undefined {
  const statements = member(document, 'Statement');
  return Array.isArray(statements) ? all(statements, (item) => awsStatement(item, who)) : awsStatement(statements, who);
}

function awsStatement(statement: Json | undefined, who: string): Power[] | undefined {
  const effect = text(statement, 'Effect')?.toLowerCase();
  const actions = namesOrAllBut(statement, 'Action', 'NotAction');
  const resources = namesOrAllBut(statement, 'Resource', 'NotResource') ?? [''];
  const people = principals(statement) ?? [who];
  if ((effect !== 'allow' && effect !== 'deny') || !actions || tooMany(people, actions, resources)) return undefined;
  const condition = member(statement, 'Condition');
  const when = condition === undefined ? '' : canonicalize(condition);
  return people.flatMap((one) =>
    actions.flatMap((what) => resources.map((on) => ({ who: one, effect, what, on, when }))),
  );
}

function namesOrAllBut(statement: Json | undefined, name: string, notName: string): string[] | undefined {
  const named = texts(member(statement, name));
  if (named) return named;
  const except = texts(member(statement, notName));
  return except && [ALL_BUT + except.join(', ')];
}

function principals(statement: Json | undefined): string[] | undefined {
  const except = member(statement, 'NotPrincipal');
  if (except !== undefined) return [`anybody except ${canonicalize(except)}`];
  const principal = member(statement, 'Principal');
  if (typeof principal === 'string') return [principal];
  if (!isObject(principal)) return undefined;
  return Object.keys(principal).flatMap((kind) =>
    (texts(principal[kind]) ?? []).map((one) => (kind === 'AWS' ? one : `${kind}:${one}`)),
  );
}

function googleBinding(binding: Json): Power[] | undefined {
  const role = text(binding, 'role');
  const members = texts(member(binding, 'members'));
  const condition = member(binding, 'condition');
  const when = condition === undefined ? '' : canonicalize(condition);
  return role === undefined || !members
    ? undefined
    : members.map((who) => ({ who, effect: 'allow', what: role, on: '', when }));
}

function azureRole(document: Json, who: string): Power[] | undefined {
  const scopes = texts(member(document, 'assignableScopes')) ?? [''];
  return all(list(document, 'permissions') ?? [], (permission) => {
    const names = ['actions', 'dataActions'].map((name) => texts(member(permission, name) ?? []));
    const except = ['notActions', 'notDataActions'].flatMap((name) => texts(member(permission, name) ?? []) ?? []);
    if (names.some((found) => !found)) return undefined;
    const when = except.length > 0 ? `except ${except.join(', ')}` : '';
    const whats = names.flatMap((found) => found ?? []);
    if (tooMany(whats, scopes)) return undefined;
    return whats.flatMap((what) => scopes.map((on) => ({ who, effect: 'allow', what, on, when })));
  });
}

function azureAssignment(document: Json): Power[] | undefined {
  const role = text(document, 'roleDefinitionName') ?? text(document, 'roleDefinitionId');
  const who = text(document, 'principalId');
  const condition = text(document, 'condition') ?? '';
  if (role === undefined || who === undefined) return undefined;
  return [{ who, effect: 'allow', what: role, on: text(document, 'scope') ?? '', when: condition }];
}

function postgresGrant(document: Json, fallback: string): Power[] | undefined {
  const privileges = texts(member(document, 'privileges'));
  const people = texts(member(document, 'to') ?? member(document, 'grantee') ?? member(document, 'role') ?? fallback);
  const objects = texts(member(document, 'on') ?? member(document, 'table') ?? member(document, 'object') ?? '');
  if (!privileges || !people || !objects || tooMany(people, objects, privileges)) return undefined;
  const option = ['with_grant_option', 'grantable', 'grant_option'].some((name) => member(document, name) === true);
  return people.flatMap((who) =>
    objects.flatMap((on) =>
      privileges.map((what) => ({
        who,
        effect: 'allow',
        what: option ? `${what} WITH GRANT OPTION` : what,
        on,
        when: '',
      })),
    ),
  );
}
