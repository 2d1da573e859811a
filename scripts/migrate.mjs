#!/usr/bin/env node
// Applies prisma/migrations to DATABASE_OWNER_URL with nothing but `pg`: what a deployment runs before its new version.
import { join } from 'node:path';
import { applyMigrations } from '#lib/db/migrations.ts';

const url = process.env.DATABASE_OWNER_URL;
if (!url) {
  console.error('Set DATABASE_OWNER_URL to a login that may become countersign_owner. See docs/self-hosting.md.');
  process.exit(1);
}
try {
  const applied = await applyMigrations(url, join(import.meta.dirname, '..', 'prisma', 'migrations'));
  console.log(applied.length ? applied.map((name) => `applied ${name}`).join('\n') : 'The database is up to date.');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
