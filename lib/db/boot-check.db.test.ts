import { describe, expect, test } from 'vitest';
import { unprotectedParts } from './boot-check.ts';
import { testDatabase } from './testing.ts';

const database = testDatabase();

describe('the boot check', () => {
  test('finds nothing on a database as the migrations leave it', async () => {
    expect(await unprotectedParts()).toEqual([]);
  });

  test('finds a right to change a table that only grows, also on a single column', async () => {
    await database.ownerPool().query('GRANT UPDATE (reason) ON decision TO countersign_app');
    expect(await unprotectedParts()).toEqual(['countersign_app has the right to UPDATE on decision']);
    await database.ownerPool().query('REVOKE UPDATE (reason) ON decision FROM countersign_app');
  });

  test('finds a partition whose triggers a superuser could walk past', async () => {
    const { rows } = await database
      .ownerPool()
      .query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event'::regclass`,
      );
    const [{ name }] = rows as [{ name: string }];
    await database.ownerPool().query(`ALTER TABLE ${name} ENABLE TRIGGER append_only`);
    await database.ownerPool().query(`DROP TRIGGER no_truncate ON ${name}`);
    expect(await unprotectedParts()).toEqual([
      `the trigger append_only on ${name} is missing or not ENABLE ALWAYS`,
      `the trigger no_truncate on ${name} is missing or not ENABLE ALWAYS`,
    ]);
    await database
      .ownerPool()
      .query(`SELECT make_append_only('${name}')`)
      .catch(() => {});
  });

  test('finds that the runtime role could act as the owner', async () => {
    await database.superuserPool().query('ALTER TABLE outcome OWNER TO countersign_app');
    expect(await unprotectedParts()).toContain('countersign_app can act as the owner of outcome');
    await database.superuserPool().query('ALTER TABLE outcome OWNER TO countersign_owner');
  });
});
