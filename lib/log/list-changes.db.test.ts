import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { testDatabase } from '../db/testing.ts';
import { listChanges, type Seen, seenNow } from './list-changes.ts';

const database = testDatabase();
const clients: pg.Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.end())));

async function connection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url() });
  clients.push(client);
  await client.connect();
  return client;
}

const agentId = newId('agt');

async function addRequest(client: pg.Client): Promise<string> {
  const id = newId('req');
  await client.query(
    `INSERT INTO request (id, state, effect, agent_id, credential_id, executor_id, subject_type, subject_id, action_name,
      resource_type, resource_id, environment, risk_level, risk_score, headline, digest, created_at)
     VALUES ($1, 'pending', 'require', $2, 'crd', 'exe', 'agent', 'a', 'n', 't', 'r', 'dev', 'low', 1, 'h', 'd', now())`,
    [id, agentId],
  );
  return id;
}

async function addEvent(client: pg.Client, requestId: string, type = 'request.approved'): Promise<string> {
  const id = newId('evt');
  await client.query(
    `INSERT INTO event (at, id, type, request_id, actor_kind, actor_id, key_id, payload, signature, leaf, leaf_hash)
     VALUES (clock_timestamp(), $1, $2, $3, 'system', 's', 'k', '{}', '', '{}', '')`,
    [id, type, requestId],
  );
  return id;
}

const ids = async (since: Seen, more: { until?: string; requestId?: string; agentId?: string } = {}) =>
  (await listChanges({ since, limit: 100, ...more })).changes.map((change) => change.id);

describe('what changed since a snapshot', () => {
  test('K10: an Event that commits late, behind others that are younger, is neither missed nor told twice', async () => {
    const [early, late] = [await connection(), await connection()];
    const request = await addRequest(early);
    const start = await seenNow();

    await late.query('BEGIN');
    const slow = await addEvent(late, request);
    const quick = await addEvent(early, request);
    const first = await listChanges({ since: start, limit: 100 });
    expect(first.changes.map((change) => change.id)).toEqual([quick]);

    await late.query('COMMIT');
    const second = await listChanges({ since: first.seen, limit: 100 });
    expect(second.changes.map((change) => change.id)).toEqual([slow]);
    expect(await ids(second.seen)).toEqual([]);
    // From the very beginning both are there, once, whatever order they were committed in.
    expect(await ids(start)).toEqual([slow, quick]);
    expect(await ids(start, { until: first.seen.snapshot })).toEqual([quick]);
  });

  test('a change says where the Request stands now, and nothing of what it asks for', async () => {
    const client = await connection();
    const start = await seenNow();
    const request = await addRequest(client);
    const event = await addEvent(client, request, 'grant.issued');
    await client.query(`UPDATE request SET state = 'approved', version = 3 WHERE id = $1`, [request]);
    const { changes } = await listChanges({ since: start, requestId: request, limit: 100 });
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ id: event, type: 'grant.issued', state: 'approved', version: 3, agentId });
    expect(await ids(start, { agentId: newId('agt') })).toEqual([]);
  });

  test('a refused attempt is an Event and no change', async () => {
    const client = await connection();
    const start = await seenNow();
    await addEvent(client, await addRequest(client), 'decision.refused');
    expect(await ids(start)).toEqual([]);
  });
});
