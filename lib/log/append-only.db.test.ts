import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { addComment } from '../approvals/add-comment.ts';
import { answerQuestion } from '../approvals/answer-question.ts';
import { getRequest } from '../approvals/get-request.ts';
import { caller, decideOn, filed, policyOf, redeem, report } from '../approvals/testing.ts';
import { withdrawDecision } from '../approvals/withdraw-decision.ts';
import { unprotectedParts } from '../db/boot-check.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { signedIn } from '../identity/testing.ts';

const database = testDatabase();

/** What is evidence: rows are added, and that is all that ever happens to them. */
const evidence = [
  'event',
  'revision',
  'exclusion',
  'decision',
  'withdrawal',
  'question',
  'answer',
  'comment',
  'redemption',
  'outcome',
  'policy_version',
] as const;

/** What the product may only add to, and others take from. */
const addedTo = [...evidence, 'log_queue', 'disclosure', 'card_view'] as const;

async function partitions(): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event'::regclass ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

const columnOf = async (table: string): Promise<string> =>
  (await pool().query(`SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 2`, [table]))
    .rows[0].name;

/** A row in every table of evidence, made by the product itself. */
beforeAll(async () => {
  await policyOf({ default: { effect: 'require', use: ['two-person'] } });
  const by = await caller();
  const [sre, security] = [await signedIn(['grp:sre']), await signedIn(['grp:security'])];
  const { id } = await filed(by);
  await decideOn(sre, id, 'ask');
  const [question] = (await getRequest(by.agent, id)).questions;
  await answerQuestion(by.agent, { requestId: id, questionId: question!.id, answer: 'All of them.' });
  await addComment(sre, { requestId: id, text: 'Fine.' });
  const { decision } = await decideOn(sre, id, 'approve');
  await withdrawDecision(sre, { requestId: id, decisionId: decision.id });
  await decideOn(sre, id, 'approve');
  await decideOn(security, id, 'approve');
  const form = await getRequest(by.agent, id);
  const { redemption } = await redeem(by, form);
  await report(by, form, redemption);
});

describe('the role the product runs as', () => {
  test.each(addedTo)('cannot change, remove or empty %s', async (table) => {
    const column = await columnOf(table);
    expect((await pool().query(`SELECT FROM ${table} LIMIT 1`)).rowCount).toBe(1);
    for (const attempt of [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(pool().query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('cannot change, remove or empty a partition of the Events, nor take it off', async () => {
    const all = await partitions();
    expect(all.length).toBeGreaterThan(3);
    for (const name of all) {
      const attempts = [
        `UPDATE ${name} SET payload = '{}'`,
        `DELETE FROM ${name}`,
        `TRUNCATE ${name}`,
        `DROP TABLE ${name}`,
        `ALTER TABLE event DETACH PARTITION ${name}`,
        `ALTER TABLE ${name} DISABLE TRIGGER append_only`,
      ];
      for (const attempt of attempts)
        await expect(pool().query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('cannot walk past the triggers, replace what they call, or become somebody who can', async () => {
    const attempts = [
      `SET session_replication_role = replica`,
      `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
      `DROP FUNCTION refuse_change() CASCADE`,
      `SELECT make_append_only('event')`,
      `SET ROLE countersign_owner`,
      `SET ROLE countersign_eraser`,
      `ALTER TABLE event OWNER TO countersign_app`,
    ];
    for (const attempt of attempts)
      await expect(pool().query(attempt), attempt).rejects.toMatchObject({ code: '42501' });
  });

  test('gives itself no right: the attempt is without effect', async () => {
    await pool().query('GRANT UPDATE, DELETE, TRUNCATE ON event TO countersign_app');
    expect(await unprotectedParts()).toEqual([]);
  });
});

describe('whoever has every right', () => {
  const replica = { text: `SET session_replication_role = replica` };

  test.each(evidence)('is stopped by the triggers of %s, also in replica mode', async (table) => {
    const column = await columnOf(table);
    const client = await database.superuserPool().connect();
    try {
      for (const mode of ['origin', 'replica', 'local']) {
        await client.query(`SET session_replication_role = ${mode}`);
        for (const attempt of [
          `UPDATE ${table} SET ${column} = ${column}`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table} CASCADE`,
        ]) {
          await expect(client.query(attempt), `${mode}: ${attempt}`).rejects.toThrow(
            /is refused: this table only grows/,
          );
        }
      }
    } finally {
      await client.query('RESET session_replication_role');
      client.release();
    }
  });

  test('is stopped at each partition of the Events as well', async () => {
    const client = await database.superuserPool().connect();
    try {
      await client.query(replica);
      for (const name of await partitions()) {
        await expect(client.query(`TRUNCATE ${name}`), name).rejects.toThrow(/only grows/);
        const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`);
        if (rowCount === 0) continue;
        await expect(client.query(`UPDATE ${name} SET type = type`), name).rejects.toThrow(/only grows/);
        await expect(client.query(`DELETE FROM ${name}`), name).rejects.toThrow(/only grows/);
      }
    } finally {
      await client.query('RESET session_replication_role');
      client.release();
    }
  });
});

describe('the time an Event tells', () => {
  const add = (from: ReturnType<typeof pool>, offset: string) =>
    from.query(
      `INSERT INTO event (at, id, type, actor_kind, actor_id, key_id, payload, signature, leaf, leaf_hash)
        VALUES (clock_timestamp() + $1::interval, $2, 'call.refused', 'system', 's', 'k', '{}', '', '{}', '')`,
      [offset, newId('evt')],
    );

  test('is the database’s: six seconds off in either direction is refused, four are not', async () => {
    for (const offset of ['6 seconds', '-6 seconds', '1 day', '-1 day']) {
      await expect(add(pool(), offset), offset).rejects.toMatchObject({ code: '23514' });
    }
    for (const offset of ['4 seconds', '-4 seconds']) await add(pool(), offset);
  });

  test('cannot be made up by whoever walks past ordinary triggers', async () => {
    const client = await database.superuserPool().connect();
    try {
      await client.query('SET session_replication_role = replica');
      await expect(add(client as never, '-6 seconds')).rejects.toThrow(/more than five seconds off/);
    } finally {
      await client.query('RESET session_replication_role');
      client.release();
    }
  });
});

describe('the months to come', () => {
  test('a new partition is as well guarded as the first, and the product may have it made', async () => {
    const before = await partitions();
    await pool().query('SELECT ensure_event_partitions(9)');
    const made = (await partitions()).filter((name) => !before.includes(name));
    expect(made.length).toBeGreaterThan(3);
    expect(await unprotectedParts()).toEqual([]);
    for (const name of made) {
      const { rows } = await pool().query(
        `SELECT tgname FROM pg_trigger WHERE tgrelid = $1::regclass AND tgenabled = 'A' ORDER BY 1`,
        [name],
      );
      expect(rows.map((row) => row.tgname)).toEqual(['append_only', 'event_clock', 'no_truncate']);
      await expect(pool().query(`TRUNCATE ${name}`)).rejects.toMatchObject({ code: '42501' });
      await expect(database.superuserPool().query(`TRUNCATE ${name}`)).rejects.toThrow(/only grows/);
    }
  });

  test('many replicas that prepare them at once make each one once', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () => pool().query<{ made: number }>('SELECT ensure_event_partitions(14) AS made')),
    );
    const counts = made.map(({ rows }) => rows[0]!.made).sort((a, b) => a - b);
    expect(counts.slice(0, -1)).toEqual([0, 0, 0, 0, 0]);
    expect(counts.at(-1)).toBeGreaterThan(0);
  });
});

describe('what the boot check sees', () => {
  const owner = () => database.ownerPool();

  test.each(evidence)('a trigger of %s that is gone', async (table) => {
    const client = await owner().connect();
    try {
      await client.query(`DROP TRIGGER append_only ON ${table}`);
      const findings = await unprotectedParts();
      expect(findings).toContain(`the trigger append_only on ${table} is missing or not ENABLE ALWAYS`);
    } finally {
      await client.query(
        `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
         ALTER TABLE ${table} ENABLE ALWAYS TRIGGER append_only`,
      );
      client.release();
    }
    if (table === 'event') {
      for (const name of await partitions())
        await owner().query(`ALTER TABLE ${name} ENABLE ALWAYS TRIGGER append_only`);
    }
    expect(await unprotectedParts()).toEqual([]);
  });

  test('a clock trigger that is off', async () => {
    await owner().query('ALTER TABLE event DISABLE TRIGGER event_clock');
    expect((await unprotectedParts()).join()).toContain('the trigger event_clock on event');
    await owner().query('ALTER TABLE event ENABLE ALWAYS TRIGGER event_clock');
    for (const name of await partitions()) await owner().query(`ALTER TABLE ${name} ENABLE ALWAYS TRIGGER event_clock`);
    expect(await unprotectedParts()).toEqual([]);
  });

  test.each(addedTo)('each right on %s that goes beyond adding', async (table) => {
    for (const right of ['UPDATE', 'DELETE', 'TRUNCATE']) {
      await owner().query(`GRANT ${right} ON ${table} TO countersign_app`);
      expect(await unprotectedParts()).toContain(`countersign_app has the right to ${right} on ${table}`);
      await owner().query(`REVOKE ${right} ON ${table} FROM countersign_app`);
    }
    expect(await unprotectedParts()).toEqual([]);
  });
});
