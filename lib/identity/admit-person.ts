import { newId } from '#protocol/id.ts';
import { databaseNow } from '../clock.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import type { ProblemCode } from '../errors/refusal.ts';
import { appendEvents } from '../log/append-events.ts';
import type { EventActor, NewEvent } from '../log/event.ts';
import { announceDirectory, forgetDirectory } from './recall.ts';
import { replaceGroups } from './replace-groups.ts';
import type { SignIn, SignInRefusal } from './sign-in-claims.ts';

export const oidcProvider = 'oidc';

export type Admission = { kind: 'admitted'; personId: string } | { kind: 'refused'; reason: SignInRefusal };

interface LinkedPerson {
  personId: string;
  disabled: boolean;
}

/**
 * Let in whoever the identity provider vouches for, if one of their groups holds a role here.
 *
 * A person is found by issuer and subject and by nothing else: an address never links anybody. Whoever comes for the
 * first time becomes a person of their own, with the Event `identity.linked`. Groups are replaced by what this sign-in
 * says, and roles gained or lost by it are Events, even when the person is then not let in: losing one's last group
 * must not wait for anything.
 *
 * @param provisionedBy who makes a person known here before they ever signed in, when that is what this is
 */
export async function admitPerson(signIn: SignIn, provisionedBy?: EventActor): Promise<Admission> {
  const admission = await transaction(async (tx): Promise<Admission> => {
    // Two first sign-ins of one person at once: the second waits here and finds the first one's link.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${signIn.issuer} ${signIn.subject}`]);
    const now = await databaseNow(tx);
    const known = await linkedPerson(tx, signIn);
    const actor = (personId: string): EventActor =>
      provisionedBy ?? { kind: 'human', id: personId, via: 'web', auth_at: signIn.authAt.toISOString() };
    if (known?.disabled) {
      await appendEvents(tx, [{ ...refusedSignIn('unauthenticated'), at: now, actor: actor(known.personId) }]);
      return { kind: 'refused', reason: 'disabled' };
    }

    const allowed = await holdsRole(tx, signIn.groups);
    if (!known && !allowed) return { kind: 'refused', reason: 'not_allowed' };

    const personId = known?.personId ?? newId('usr');
    const events = known ? await updatePerson(tx, personId, signIn) : await insertPerson(tx, personId, signIn, now);
    await rememberAliases(tx, personId, signIn);
    events.push(...(await replaceGroups(tx, personId, signIn.groups, now)));
    if (!allowed) events.push(refusedSignIn('role_required'));
    await appendEvents(
      tx,
      events.map((event) => ({ ...event, at: now, actor: actor(personId) })),
    );
    await announceDirectory(tx);
    return allowed ? { kind: 'admitted', personId } : { kind: 'refused', reason: 'not_allowed' };
  });
  forgetDirectory();
  return admission;
}

type Told = Omit<NewEvent, 'at' | 'actor'>;

/** The person behind a link: of two who were found to be one, the one that stayed. */
async function linkedPerson(tx: Tx, { issuer, subject }: SignIn): Promise<LinkedPerson | undefined> {
  const { rows } = await tx.query<LinkedPerson>(
    `SELECT p.id AS "personId", p.disabled_at IS NOT NULL OR own.disabled_at IS NOT NULL AS disabled
      FROM identity_link l JOIN person own ON own.id = l.person_id
      JOIN person p ON p.id = coalesce(own.merged_into_id, own.id)
      WHERE l.provider = $1 AND l.tenant = $2 AND l.external_id = $3 FOR UPDATE OF p`,
    [oidcProvider, issuer, subject],
  );
  return rows[0];
}

async function holdsRole(tx: Tx, groups: readonly string[]): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM group_role WHERE group_id = ANY($1) LIMIT 1', [groups]);
  return rowCount === 1;
}

async function insertPerson(tx: Tx, personId: string, signIn: SignIn, now: Date): Promise<Told[]> {
  const { issuer, subject, name, email } = signIn;
  await tx.query('INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4)', [
    personId,
    name,
    email,
    now,
  ]);
  await tx.query(
    'INSERT INTO identity_link (provider, tenant, external_id, person_id, created_at) VALUES ($1, $2, $3, $4, $5)',
    [oidcProvider, issuer, subject, personId, now],
  );
  return [
    {
      type: 'identity.linked',
      subject: { kind: 'person', id: personId },
      data: { person_id: personId, provider: oidcProvider },
      committed: { external_id: subject },
    },
  ];
}

/** Nobody is forgotten under a name they once had: emptying or changing an address must not make somebody a stranger. */
async function rememberAliases(tx: Tx, personId: string, { email, aliases }: SignIn): Promise<void> {
  const names = [...new Set([email, ...aliases])].filter((name) => name !== '');
  await tx.query(
    `INSERT INTO person_alias (person_id, alias, source) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING`,
    [personId, names, oidcProvider],
  );
}

function refusedSignIn(reason: ProblemCode): Told {
  return { type: 'call.refused', subject: { kind: 'call', id: 'signIn' }, data: { reason, operation: 'signIn' } };
}

/** Name and address follow the provider. They let nobody in, so their change is no Event. */
async function updatePerson(tx: Tx, personId: string, { name, email }: SignIn): Promise<Told[]> {
  await tx.query('UPDATE person SET name = $2, email = $3 WHERE id = $1', [personId, name, email]);
  return [];
}
