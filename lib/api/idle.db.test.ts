import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { syncGroupRoles } from '../identity/sync-group-roles.ts';
import { addPerson, addSession } from '../identity/testing.ts';
import { app } from './app.ts';
import { smallWorld } from './testing.ts';

testDatabase();
beforeAll(async () => {
  await smallWorld();
  await syncGroupRoles();
});

/** Somebody whose session was last used 29 minutes ago, and how a call of their browser changes that. */
async function idle() {
  const { id } = await addPerson(['grp:sre']);
  const session = await addSession(id);
  await pool().query(`UPDATE session SET last_seen_at = now() - interval '29 minutes' WHERE person_id = $1`, [id]);
  return async (path: string, headers: Record<string, string>, init: RequestInit = {}) => {
    const all = new Headers(session);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const response = await app.request(`/api/v1${path}`, { ...init, headers: all });
    await response.body?.cancel();
    const { rows } = await pool().query<{ idle: boolean }>(
      `SELECT last_seen_at < now() - interval '20 minutes' AS idle FROM session WHERE person_id = $1`,
      [id],
    );
    return { status: response.status, stillIdle: rows[0]!.idle };
  };
}

describe('D5: a tab that was left open does not keep its session alive', () => {
  test('by asking for news', async () => {
    const asks = await idle();
    const answer = await asks('/queue?tab=needs_me', { 'x-countersign-background': '1' });
    expect(answer).toEqual({ status: 200, stillIdle: true });
  });

  test('by opening its stream again', async () => {
    const asks = await idle();
    expect(await asks('/stream', { accept: 'text/event-stream' })).toEqual({ status: 200, stillIdle: true });
  });

  test('while a person who reads does', async () => {
    const asks = await idle();
    expect(await asks('/queue?tab=needs_me', {})).toEqual({ status: 200, stillIdle: false });
  });

  test('and what changes something is a person’s doing, whatever it says of itself', async () => {
    const asks = await idle();
    const init = { method: 'POST', body: '{}' };
    const { stillIdle } = await asks('/requests/req_x/comments', { 'x-countersign-background': '1' }, init);
    expect(stillIdle).toBe(false);
  });
});
