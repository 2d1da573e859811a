import { defineConfig } from 'vitest/config';

const elsewhere = ['**/node_modules/**', '.data/**', '.next/**', '.node/**', 'e2e/**'];

/** Two kinds of tests, told apart by their file's name: those of pure code, and those on a real Postgres. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.db.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: elsewhere,
          globalSetup: ['lib/db/testing-setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // It imports "next/server" without the extension that Node wants.
          server: { deps: { inline: ['next-auth'] } },
        },
      },
    ],
  },
});
