import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#lib/db/embedded/free-port.ts';
import { root } from '../start/places.ts';
import { buildConsole, generateClient } from '../start/prepare.ts';
import { say } from '../start/say.ts';
import { chromiumProblem } from './chromium.ts';
import { type Counts, checkCounts, playwrightCounts, sum, vitestCounts } from './counts.ts';
import { reportFile, runTool, stopTool } from './run-tool.ts';

/** Everything there is to check, in the order in which a failure is cheapest to find. None hides those after it. */
const checks: readonly (readonly [string, () => Promise<Counts>])[] = [
  ['lock file', async () => checkCounts(await runTool('scripts/lockcheck.mjs', []))],
  ['format and lint', async () => checkCounts(await runTool('node_modules/@biomejs/biome/bin/biome', ['check', '.']))],
  ['types', async () => checkCounts(await runTool('node_modules/typescript/bin/tsc', ['--noEmit']))],
  ['tests, pure and on Postgres', runVitest],
  ['build of the console', async () => checkCounts(await succeeds(buildConsole))],
  ['stories in Chromium', runStories],
];

async function runVitest(): Promise<Counts> {
  const report = reportFile('vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report.path}`];
  const code = await runTool('node_modules/vitest/vitest.mjs', ['run', ...reporters]);
  return vitestCounts(report.read(), code);
}

async function runStories(): Promise<Counts> {
  const stories = join(root, 'e2e');
  const any =
    existsSync(stories) && readdirSync(stories, { recursive: true }).some((file) => String(file).endsWith('.spec.ts'));
  if (!any) return { passed: 0, failed: 0, skipped: 0 };
  const problem = chromiumProblem();
  if (problem) {
    say(problem);
    return checkCounts(1);
  }
  const report = reportFile('e2e.json');
  const env = { E2E_PORT: String(await freePort()) };
  const code = await runTool('node_modules/@playwright/test/cli.js', ['test'], env);
  return playwrightCounts(report.read(), code);
}

async function succeeds(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void giveUp());
process.on('disconnect', () => void giveUp());

async function giveUp(): Promise<void> {
  await stopTool();
  process.exit(1);
}

await generateClient();
const results: (readonly [string, Counts])[] = [];
for (const [name, check] of checks) {
  say(`\n── ${name}`);
  results.push([name, await check()]);
}

say('');
for (const [name, { passed, failed, skipped }] of results) {
  say(`${failed ? 'failed' : 'ok    '}  ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}
const total = sum(results.map(([, counts]) => counts));
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
