import { Refusal } from '../errors/refusal.ts';
import type { Actor } from '../identity/actor.ts';
import { authenticateCredential } from '../identity/authenticate-credential.ts';
import { requireRole } from '../identity/require-role.ts';
import { readSession } from '../identity/session.ts';
import type { Route } from './define-route.ts';

/**
 * Who is calling: the holder of a Bearer credential, or the person whose session cookie came along.
 *
 * Nothing else is looked at. A credential that does not hold is a refusal even if a session would, so that no call is
 * ever made in another name than the one it presents.
 *
 * @param byItself whether a browser asks without its person, which does not put off the idle end of a session
 * @throws Refusal `unauthenticated`, `credential_revoked`, `credential_expired`
 */
export async function whoCalls(headers: Headers, { byItself = false } = {}): Promise<Actor> {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const bearer = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
    if (!bearer) throw new Refusal('unauthenticated', 'Authorization has to be "Bearer" and a key.');
    return authenticateCredential(bearer);
  }
  const person = await readSession(headers, { touch: !byItself });
  if (!person) throw new Refusal('unauthenticated', 'Send a key as Bearer, or sign in.');
  return person;
}

/**
 * Whether a browser may be asking with nobody in front of it: a stream, which it opens again whenever it ends, or a read
 * that says so. Anything that changes something is a person's doing whatever it says.
 */
export function asksByItself({ method, headers }: Request): boolean {
  if (method !== 'GET') return false;
  return headers.get('x-countersign-background') === '1' || (headers.get('accept') ?? '').includes('text/event-stream');
}

/**
 * Refuse who may not call this route at all. Verbs ask again what they must; this is the first line of each.
 *
 * @throws Refusal `not_a_reviewer` for a machine where reviewers decide, `wrong_executor`, `role_required`
 */
export function admit(route: Route, actor: Actor): void {
  if (!route.callers.includes(actor.kind)) throw notForThisKind(route, actor);
  if (actor.kind === 'human' && route.roles) requireRole(actor, route.roles);
}

function notForThisKind(route: Route, actor: Actor): Refusal {
  if (actor.kind === 'human') {
    return new Refusal('role_required', 'People do not do this; it takes the key of an agent or executor.');
  }
  if (route.roles?.includes('reviewer')) {
    return new Refusal('not_a_reviewer', 'Only a signed-in person may do this. No key can, whatever its scopes.');
  }
  if (route.callers.includes('executor')) {
    return new Refusal('wrong_executor', 'Only the executor that was named for this may do it.');
  }
  return new Refusal('role_required', `This is not for ${actor.kind === 'agent' ? 'agents' : 'executors'}.`);
}
