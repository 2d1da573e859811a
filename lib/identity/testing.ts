import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import type { HumanActor } from './actor.ts';
import { createAgent, type NewAgent } from './create-agent.ts';
import { createExecutor } from './create-executor.ts';
import { issueCredential } from './issue-credential.ts';
import { forgetDirectory } from './recall.ts';
import { readSession } from './session.ts';
import { sessionCookie } from './session-cookie.ts';
import { syncGroupRoles } from './sync-group-roles.ts';

/** Someone of a test's own, in these groups, known by `sub` at the test's identity provider and not signed in. */
export async function addPerson(groups: readonly string[], email?: string): Promise<{ id: string; sub: string }> {
  const id = newId('usr');
  const sub = newId('sub');
  await pool().query('INSERT INTO person (id, name, email) VALUES ($1, $2, $3)', [
    id,
    `Person ${id.slice(-4)}`,
    email ?? `${id}@demo.test`,
  ]);
  await pool().query(
    `INSERT INTO identity_link (provider, tenant, external_id, person_id) VALUES ('oidc', $3, $2, $1)`,
    [id, sub, process.env.OIDC_ISSUER],
  );
  await pool().query(`INSERT INTO membership (person_id, group_id, source) SELECT $1, unnest($2::text[]), 'oidc'`, [
    id,
    groups,
  ]);
  forgetDirectory();
  return { id, sub };
}

/** A live session of a person: the headers their browser would send. `authAgo` is how long ago they were last asked. */
export async function addSession(personId: string, authAgo = '10 minutes'): Promise<Headers> {
  const token = newId('tok');
  await pool().query(
    `INSERT INTO session (id, token_hash, person_id, auth_at, expires_at)
      VALUES ($1, sha256($2::text::bytea), $3, now() - $4::interval, now() + interval '12 hours')`,
    [newId('ses'), token, personId, authAgo],
  );
  return new Headers({ cookie: `${sessionCookie().name}=${token}` });
}

/** Someone in these groups with a live session, as the product's own session reader sees them. */
export async function signedIn(groups: readonly string[], authAgo?: string): Promise<HumanActor> {
  await syncGroupRoles();
  const { id } = await addPerson(groups);
  const human = await readSession(await addSession(id, authAgo));
  if (!human) throw new Error(`None of ${groups.join(', ')} holds a role.`);
  return human;
}

/** A registered agent with a key, its executor with another one, the owner, and the administrator who made it all. */
export async function addAgent(change: Partial<NewAgent> = {}) {
  const admin = await signedIn(['grp:admins']);
  const owner = await addPerson([]);
  const executor = await createExecutor(admin, { name: newId('exe'), ownerId: owner.id, grade: 'network' });
  const agent = await createAgent(admin, { name: newId('agt'), ownerId: owner.id, executorId: executor.id, ...change });
  const agentKey = await issueCredential(admin, { holderKind: 'agent', holderId: agent.id });
  const executorKey = await issueCredential(admin, { holderKind: 'executor', holderId: executor.id });
  return { admin, owner, agent: { ...agent, ...named(agentKey) }, executor: { ...executor, ...named(executorKey) } };
}

function named({ id, key }: { id: string; key: string }) {
  return { credentialId: id, key };
}

/** The Events of one type about one thing, oldest first, as they were signed. */
export async function eventsAbout(type: string, member: string, value: string) {
  const { rows } = await pool().query<{ payload: string; actor_id: string }>(
    `SELECT payload, actor_id FROM event WHERE type = $1 AND payload::jsonb #>> ARRAY['predicate', 'data', $2] = $3
      ORDER BY at, id`,
    [type, member, value],
  );
  return rows.map((row) => ({ actorId: row.actor_id, ...JSON.parse(row.payload).predicate }));
}

/** From now on this person is in these groups and no others. */
export async function nowIn(personId: string, groups: readonly string[]): Promise<void> {
  await pool().query('DELETE FROM membership WHERE person_id = $1', [personId]);
  await pool().query(`INSERT INTO membership (person_id, group_id, source) SELECT $1, unnest($2::text[]), 'oidc'`, [
    personId,
    groups,
  ]);
  forgetDirectory();
}

/** Two accounts turn out to be one human: from now on the second stands for the first. */
export async function nowOne(personId: string, secondId: string): Promise<void> {
  await pool().query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [personId, secondId]);
  forgetDirectory();
}
