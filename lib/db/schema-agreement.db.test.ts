import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pool } from './pool.ts';
import { testDatabase } from './testing.ts';

testDatabase();

const folder = path.join(import.meta.dirname, '../../prisma/schema');

/** Table and columns of every Prisma model, by their names in the database. */
function modelled(): Record<string, string[]> {
  const tables: Record<string, string[]> = {};
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, body] of text.matchAll(/^model \w+ \{\n(.*?)\n\}/gms)) {
      const table = /@@map\("(\w+)"\)/.exec(body!)![1]!;
      const fields = body!.split('\n').filter((line) => /^ {2}\w/.test(line));
      tables[table] = fields
        .map((line) => /[^@]@map\("(\w+)"\)/.exec(line)?.[1] ?? line.trim().split(/\s+/)[0]!)
        .sort();
    }
  }
  return tables;
}

test('the Prisma schema names every column of every table that the migrations make, and none besides', async () => {
  const { rows } = await pool().query<{ table: string; columns: string[] }>(`
    SELECT c.table_name AS table, array_agg(c.column_name::text) AS columns FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.table_name !~ '^(_prisma|event_\\d)' GROUP BY 1`);
  const stored = Object.fromEntries(rows.map((row) => [row.table, row.columns.sort()]));
  expect(stored).toEqual(modelled());
});
