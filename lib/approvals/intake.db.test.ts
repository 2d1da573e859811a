import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { parseStrictJson } from '#protocol/strict-json.ts';
import type { Action, Json } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';
import { mostOpenRequests } from './intake-statement.ts';
import { submitRequest } from './submit-request.ts';
import { actionOf, type Caller, caller, decideOn, eventTypes, filed, policyOf, refusalOf } from './testing.ts';
import { anySpelling, changedOnce, someAction } from './testing-actions.ts';
import { brokenTruths } from './testing-record.ts';

const database = testDatabase();

test('G3: before a policy is in force nothing is accepted, and nothing is written', async () => {
  const by = await caller();
  expect(await refusalOf(filed(by))).toBe('policy_unavailable');
  expect((await pool().query('SELECT FROM request')).rowCount).toBe(0);
});

describe('with a policy in force', () => {
  beforeAll(async () => {
    await policyOf();
    await signedIn(['grp:sre']);
  });

  const requestsOf = async ({ agent }: Caller): Promise<number> =>
    (await pool().query('SELECT FROM request WHERE agent_id = $1', [agent.agentId])).rowCount!;

  describe('the same key', () => {
    test('J1: any other spelling of the same body is the same Request, and nothing happens a second time', async () => {
      const by = await caller();
      await fc.assert(
        fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
          const idempotencyKey = newId('key');
          const first = await submitRequest(by.agent, { action, reason: 'once', idempotencyKey });
          const respelt = parseStrictJson(anySpelling(action as unknown as Json, choices)) as unknown as Action;
          const again = await submitRequest(by.agent, { reason: 'once', idempotencyKey, action: respelt });
          expect(again).toMatchObject({ status: first.status, replayed: true, request: { id: first.request.id } });
          expect(again.request.digest).toBe(first.request.digest);
          expect(await eventTypes(first.request.id)).toEqual(['evaluation.made', 'request.submitted']);
        }),
        { numRuns: 15 },
      );
    });

    test('J3: any change to the body, one character of the reason too, is a conflict, and nothing is filed', async () => {
      const by = await caller();
      await fc.assert(
        fc.asyncProperty(someAction(by.agent.agentId), fc.infiniteStream(fc.nat()), async (action, choices) => {
          const idempotencyKey = newId('key');
          await filed(by, action, { reason: 'once', idempotencyKey });
          const before = await requestsOf(by);
          const other = { action: changedOnce(action, choices), reason: 'once', idempotencyKey };
          expect(await refusalOf(submitRequest(by.agent, other))).toBe('idempotency_conflict');
          const said = { action, reason: 'once ', idempotencyKey };
          expect(await refusalOf(submitRequest(by.agent, said))).toBe('idempotency_conflict');
          expect(await requestsOf(by)).toBe(before);
        }),
        { numRuns: 10 },
      );
    });

    test('J2: many bodies under one key at once: one is filed, the others conflict', async () => {
      const by = await caller();
      const idempotencyKey = newId('key');
      const all = await Promise.allSettled(
        Array.from({ length: 20 }, () => filed(by, actionOf(by.agent), { idempotencyKey })),
      );
      expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      for (const one of all) if (one.status === 'rejected') expect(one.reason.code).toBe('idempotency_conflict');
      expect(await requestsOf(by)).toBe(1);
      expect(await brokenTruths()).toEqual([]);
    });

    test('J2: the same body under one key on more connections than there are: one Request, the same answer to all', async () => {
      const by = await caller();
      const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
      const all = await Promise.all(
        Array.from({ length: 50 }, () => submitRequest(by.agent, { action, idempotencyKey })),
      );
      expect(new Set(all.map((one) => one.request.id)).size).toBe(1);
      expect(all.filter((one) => !one.replayed)).toHaveLength(1);
    });

    test('J3: a key means nothing to another agent', async () => {
      const [one, two] = [await caller(), await caller()];
      const idempotencyKey = newId('key');
      const [first, second] = [
        await filed(one, undefined, { idempotencyKey }),
        await filed(two, undefined, { idempotencyKey }),
      ];
      expect(second.id).not.toBe(first.id);
    });

    test('K3: it finds the Request again after it was decided, as it is now', async () => {
      const by = await caller();
      const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
      const { id } = await filed(by, action, { idempotencyKey });
      await decideOn(await signedIn(['grp:sre']), id, 'approve');
      expect(await filed(by, action, { idempotencyKey })).toMatchObject({ id, state: 'approved', next: 'redeem' });
    });
  });

  describe('one Action, one digest', () => {
    test('C9: composed and decomposed, look-alike and hidden letters are other Actions, and are never joined', async () => {
      const by = await caller();
      const spellings = ['café', 'cafe\u0301', 'саfé', 'café\u200b', '\u202ecafé'];
      const forms = [];
      for (const table of spellings) {
        forms.push(await filed(by, actionOf(by.agent, 'sql.execute', { context: { table } }), { attach: true }));
      }
      expect(new Set(forms.map((form) => form.digest)).size).toBe(spellings.length);
      expect(new Set(forms.map((form) => form.id)).size).toBe(spellings.length);
      expect(forms.map((form) => form.action.context.table)).toEqual(spellings);
    });

    test('J4: a digest that is not ours is refused before anything is written', async () => {
      const by = await caller();
      const digest = (await filed(by)).digest;
      expect(await refusalOf(filed(by, undefined, { digest }))).toBe('different_action');
      expect(await requestsOf(by)).toBe(1);
    });

    test('C12: what a command carries is in its Action: one byte of its environment is another digest', async () => {
      const by = await caller();
      const command = (env: string): Action => ({
        ...actionOf(by.agent, 'shell.exec'),
        action: {
          name: 'shell.exec',
          properties: { argv: ['psql', '-f', 'x.sql'], env: { PGHOST: env }, stdin: 'a', cwd: '/srv' },
        },
      });
      expect((await filed(by, command('db-1'))).digest).not.toBe((await filed(by, command('db-2'))).digest);
    });
  });

  describe('J7: a flood', () => {
    /** Open Requests of this agent, put there without asking for them one by one. */
    async function fill(by: Caller, count: number): Promise<void> {
      const { id } = await filed(by);
      await database.ownerPool().query(
        `INSERT INTO request SELECT (jsonb_populate_record(r, jsonb_build_object('id', 'req_' || md5(random()::text || n)))).*
          FROM request r, generate_series(2, $2::int) n WHERE r.id = $1`,
        [id, count],
      );
    }

    test('J7: two hundred open Requests are the most; other agents are unaffected, and one that ends makes room', async () => {
      const [by, other] = [await caller(), await caller()];
      await fill(by, mostOpenRequests - 1);
      await filed(by);
      expect(await refusalOf(filed(by))).toBe('queue_full');
      expect((await filed(other)).state).toBe('pending');
      await pool().query(
        `UPDATE request SET state = 'expired' WHERE id = (SELECT id FROM request WHERE agent_id = $1 AND state = 'pending' LIMIT 1)`,
        [by.agent.agentId],
      );
      expect((await filed(by)).state).toBe('pending');
    });

    test('J7: a full queue still finds what was filed before by its key', async () => {
      const by = await caller();
      const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
      const { id } = await filed(by, action, { idempotencyKey });
      await fill(by, mostOpenRequests);
      expect((await filed(by, action, { idempotencyKey })).id).toBe(id);
    });
  });

  test('F8: the Event cannot be written: nothing of the submission is', async () => {
    const by = await caller();
    await database.superuserPool().query(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON log_queue FOR EACH ROW EXECUTE FUNCTION full_disk()`);
    const [action, idempotencyKey] = [actionOf(by.agent), newId('key')];
    try {
      await expect(filed(by, action, { idempotencyKey })).rejects.toThrow('no space left');
      for (const table of ['request', 'idempotency', 'event', 'disclosure']) {
        const { rowCount } = await pool().query(
          table === 'request' || table === 'idempotency'
            ? `SELECT FROM ${table} WHERE ${table === 'request' ? 'agent_id' : 'caller'} = $1`
            : `SELECT FROM ${table === 'event' ? 'event' : 'disclosure d JOIN event ON event.id = d.event_id'} WHERE actor_id = $1`,
          [by.agent.agentId],
        );
        expect([table, rowCount]).toEqual([table, 0]);
      }
    } finally {
      await database.superuserPool().query('DROP FUNCTION full_disk CASCADE');
    }
    expect((await filed(by, action, { idempotencyKey })).state).toBe('pending');
  });
});
