import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyMigrations } from './migrations.ts';
import { testDatabase } from './testing.ts';

const database = testDatabase();
const migrator = () => database.url('countersign_migrator');
let folder = '';

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('migrations', () => {
  test('are applied once, in order, and what they make belongs to the owner nobody can log in as', async () => {
    write('2_second', 'INSERT INTO ordered VALUES (2)');
    write('1_first', 'CREATE TABLE ordered (n int)');
    expect(await applyMigrations(migrator(), folder)).toEqual(['1_first', '2_second']);
    expect(await applyMigrations(migrator(), folder)).toEqual([]);
    const { rows } = await database.ownerPool().query(`SELECT tableowner FROM pg_tables WHERE tablename = 'ordered'`);
    expect(rows).toEqual([{ tableowner: 'countersign_owner' }]);
  });

  test('that fail half way leave nothing behind, and say where they failed', async () => {
    write('3_broken', 'CREATE TABLE half (n int);\nINSERT INTO nowhere VALUES (1);');
    await expect(applyMigrations(migrator(), folder)).rejects.toThrow(
      /3_broken failed at line 2: .*nowhere.*Nothing of it was kept/,
    );
    write('3_broken', 'CREATE TABLE half (n int);');
    expect(await applyMigrations(migrator(), folder)).toEqual(['3_broken']);
  });

  test('that were edited after they were applied are refused', async () => {
    write('4_edited', 'SELECT 1');
    await applyMigrations(migrator(), folder);
    write('4_edited', 'SELECT 2');
    await expect(applyMigrations(migrator(), folder)).rejects.toThrow(/4_edited was changed after it was applied/);
  });

  test('run one after the other when two deployments start at once', async () => {
    write('5_once', 'CREATE TABLE made_once (n int)');
    const both = await Promise.all([applyMigrations(migrator(), folder), applyMigrations(migrator(), folder)]);
    expect(both.flat()).toEqual(['5_once']);
  });

  test('cannot be applied by the runtime role', async () => {
    write('6_smuggled', 'SELECT 1');
    await expect(applyMigrations(database.url('countersign_app'), folder)).rejects.toThrow(/permission denied/);
  });
});
