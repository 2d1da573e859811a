import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import next from 'next';
import { apiListener, isForApi } from '#lib/api/listen.ts';
import { writeCountedRefusals } from '#lib/api/refused.ts';
import { endStreams } from '#lib/api/streams/open-stream.ts';
import { waits } from '#lib/api/waits.ts';
import { steerClock } from '#lib/clock.ts';
import { unprotectedParts } from '#lib/db/boot-check.ts';
import { bus } from '#lib/db/listen.ts';
import { closePool } from '#lib/db/pool.ts';
import { env } from '#lib/env.ts';
import { syncGroupRoles } from '#lib/identity/sync-group-roles.ts';
import { every } from '#lib/jobs/every.ts';
import { ensurePartitions, startJobs } from '#lib/jobs/jobs.ts';
import { introduceKeys } from '#lib/log/introduce-keys.ts';
import { keyFor } from '#lib/log/keys.ts';
import { ensurePolicy, installPolicyText } from '#lib/policy/install-policy.ts';

/**
 * Countersign on one port: the API in front, the pages behind it, the timers beside, and one orderly end.
 *
 * It starts only when everything a decision needs is there; a refusal to start is a plain sentence.
 */
async function main(): Promise<void> {
  const settings = env();
  for (const use of ['event', 'grant'] as const) keyFor(use);
  await checkDatabase();
  await ensurePartitions();
  await introduceKeys();
  await steerClock();
  await syncGroupRoles();
  await putFirstPolicyInForce();
  await bus().ready;

  const pages = await preparePages();
  const server = http.createServer({ headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000 });
  server.on('request', (request, response) => {
    if (isForApi(request.url ?? '/')) void apiListener(request, response);
    else {
      response.setHeader('X-Request-ID', randomUUID());
      void pages(request, response);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.PORT, settings.HOST, resolve);
  });
  const jobs = [...startJobs(), every(60_000, 'write counted refusals', writeCountedRefusals)];
  console.log(`Countersign is ready on ${settings.PUBLIC_URL}`);

  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void end(server, jobs);
    });
  }
}

async function checkDatabase(): Promise<void> {
  const findings = await unprotectedParts();
  if (findings.length === 0) return;
  const list = findings.map((finding) => `  ${finding}`).join('\n');
  if (env().ALLOW_UNPROTECTED_LOG) {
    console.error(`The record is not protected from this process, as ALLOW_UNPROTECTED_LOG permits:\n${list}`);
    return;
  }
  throw new Error(`The record would not be protected from this process:\n${list}\nSee docs/self-hosting.md.`);
}

/** An empty deployment starts with the policy of POLICY_FILE, else with one that allows nothing by itself. */
async function putFirstPolicyInForce(): Promise<void> {
  const { POLICY_FILE: file, ROLE_GROUPS: groups } = env();
  const first = file
    ? { text: readFileSync(file, 'utf8'), ref: path.basename(file) }
    : { text: installPolicyText(groups.reviewer) };
  const installed = await ensurePolicy(first);
  if (installed && !installed.ok) {
    const list = installed.problems.map(({ line, detail }) => `  ${line ? `line ${line}: ` : ''}${detail}`).join('\n');
    throw new Error(`The policy ${file ?? ''} does not load:\n${list}`);
  }
}

/** Next's own handler. It is handed a server that never listens, so that it takes no upgrades from ours. */
async function preparePages() {
  const dir = import.meta.dirname;
  if (!existsSync(path.join(dir, '.next', 'BUILD_ID'))) {
    throw new Error('The pages are not built yet. Run `npx next build` first.');
  }
  const app = next({ dev: false, dir, hostname: 'localhost', port: env().PORT, httpServer: http.createServer() });
  await app.prepare();
  return app.getRequestHandler();
}

const longestEndMilliseconds = 10_000;

/**
 * Stop taking calls, let everybody who waits go with what is so now, finish what runs, and close the database last.
 * Whatever does not end within ten seconds is cut; a transaction cut short rolls back.
 */
async function end(server: http.Server, jobs: readonly { stop(): Promise<void> }[]): Promise<void> {
  setTimeout(() => process.exit(1), longestEndMilliseconds).unref();
  const closed = new Promise((resolve) => server.close(resolve));
  waits().close();
  endStreams();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  await Promise.all(jobs.map((job) => job.stop()));
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, longestEndMilliseconds - 2_000))]);
  clearInterval(idle);
  server.closeAllConnections();
  await writeCountedRefusals().catch(() => {});
  await bus().close();
  await closePool();
  process.exit(0);
}

main().catch((error: Error) => {
  console.error(`Countersign did not start. ${error.message}`);
  process.exit(1);
});
