import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma 7 reads no .env by itself.
if (existsSync('.env')) process.loadEnvFile('.env');

// Prisma's own engine is a download from its servers. Whoever has it, or is set up for it, keeps it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(import.meta.dirname, 'prisma', 'engine', 'schema-engine.mjs');

export default defineConfig({
  schema: join('prisma', 'schema'),
  migrations: { path: join('prisma', 'migrations') },
  datasource: { url: process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL ?? '' },
});
