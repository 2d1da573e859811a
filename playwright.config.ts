import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const port = process.env.E2E_PORT ?? '3210';
const baseURL = `http://localhost:${port}`;

/** The machine's browser: the one named, Debian's, or the one Playwright brought. */
const executablePath = process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);

/** Stories run against the whole product, started by its own command on a database that begins empty. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL,
    // Recording costs a quarter of the time: TRACE=1 for a story that has to be looked into.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
    },
  },
  webServer: {
    command: `${JSON.stringify(process.execPath)} scripts/start.mjs`,
    env: { COUNTERSIGN_DATA: '.data/e2e', COUNTERSIGN_FRESH: '1', PORT: port },
    url: `${baseURL}/api/v1/ready`,
    timeout: 240_000,
    // To write stories against a product that already runs: COUNTERSIGN_DATA=.data/e2e PORT=3210 npm start
    reuseExistingServer: Boolean(process.env.E2E_REUSE),
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
  },
});
