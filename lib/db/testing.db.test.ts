import { describe, expect, test } from 'vitest';
import { pool } from './pool.ts';
import { testDatabase } from './testing.ts';

const database = testDatabase();

describe('the database a test file gets', () => {
  test('is its own, and the product reaches it as the runtime role', async () => {
    const { rows } = await pool().query(
      'SELECT current_user AS role, current_database() AS name, version() AS version',
    );
    expect(rows[0]).toMatchObject({ role: 'countersign_app', name: expect.stringMatching(/^test_\d+_/) });
    expect(rows[0].version).toMatch(/^PostgreSQL 18/);
  });

  test('is as durable as production: a commit is on disk before it is answered', async () => {
    const { rows } = await pool().query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
    );
    expect(rows[0]).toEqual({ fsync: 'on', commit: 'on' });
  });

  test('sorts and stores text by code point, whatever the machine is set to', async () => {
    const { rows } = await pool().query(
      `SELECT datcollate AS collate, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()`,
    );
    expect(rows[0]).toEqual({ collate: 'C', encoding: 'UTF8' });
  });

  test('carries every migration, with the bookkeeping Prisma reads', async () => {
    const { rows } = await database.ownerPool().query('SELECT migration_name, finished_at FROM _prisma_migrations');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.finished_at instanceof Date)).toBe(true);
  });

  test('gives the runtime role no way into the owner', async () => {
    await expect(pool().query('SET ROLE countersign_owner')).rejects.toThrow(/permission denied/);
    await expect(pool().query('CREATE TABLE smuggled (id int)')).rejects.toThrow(/permission denied/);
  });

  test('keeps the shop and Countersign apart: neither role may enter the other database', async () => {
    const { rows } = await database
      .superuserPool()
      .query(
        `SELECT has_database_privilege('countersign_app', 'shop', 'CONNECT') AS ours, has_database_privilege('shop', 'countersign', 'CONNECT') AS theirs`,
      );
    expect(rows[0]).toEqual({ ours: false, theirs: false });
  });
});
