import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, portIsFree } from '#lib/db/embedded/free-port.ts';
import { connectionUrl, readSettings } from '#lib/db/embedded/settings.ts';
import { startPostgres } from '#lib/db/embedded/start.ts';
import { stopPostgres } from '#lib/db/embedded/stop.ts';
import { applyMigrations } from '#lib/db/migrations.ts';
import { closePool } from '#lib/db/pool.ts';
import { demoPeople } from '../../demo/idp/people.ts';
import { type Demo, loadDemo } from '../../prisma/scenarios/demo.ts';
import { beginRun, startChild, stopChildren } from './children.ts';
import { demoEnvironment } from './demo-settings.ts';
import { keepPort, readJson, writePrivate } from './keep.ts';
import { data, dataFolder, root } from './places.ts';
import { buildConsole } from './prepare.ts';
import { clearEarlierRun } from './run-record.ts';
import { Plain, say, step } from './say.ts';
import { waitUntilReady } from './wait-until-ready.ts';
import { watchPostgres } from './watch-postgres.ts';

export interface Lifetime {
  onStart(stop: () => Promise<void>): void;
  onFailure(problem: Error): void;
}

/**
 * The product and everything it needs on this machine: database, identity provider, console with API and worker, and
 * an agent that has work to do. Resolves when all of it is up.
 *
 * @param lifetime told how to end it in the opposite order before the first part is started, and of a part that fails
 */
export async function startDemo(lifetime: Lifetime): Promise<{ url: string; people: Demo['people'] }> {
  await clearEarlierRun();
  if (process.env.COUNTERSIGN_FRESH) await removeData();
  const port = await choosePort();
  const url = `http://localhost:${port}`;
  beginRun(url);

  let failure: Error | undefined;
  const onFailure = (problem: Error) => {
    failure ??= problem;
    lifetime.onFailure(problem);
  };
  let unwatch = () => {};
  lifetime.onStart(async () => {
    unwatch();
    await stopChildren();
    await stopPostgres(data);
  });

  const { settings, reused, note } = await step('Starting the database', () => startPostgres(data));
  if (note) say(note);
  if (reused) say('  it was still running');
  await applyMigrations(
    connectionUrl(settings, 'countersign_migrator', 'countersign'),
    join(root, 'prisma', 'migrations'),
  );
  unwatch = watchPostgres(data, settings, onFailure);

  const idpPort = await keepPort('identity-provider');
  const issuer = `http://localhost:${idpPort}`;
  const env = demoEnvironment(port, issuer, connectionUrl(settings, 'countersign_app', 'countersign'));
  Object.assign(process.env, env);
  const demo = await loadCompany(url, connectionUrl(settings, 'shop', 'shop'));

  await buildConsole();
  const idp = { IDP_PORT: String(idpPort), IDP_FOLDER: dataFolder('idp') };
  startChild({ name: 'identity provider', file: 'demo/idp/main.ts', env: idp }, onFailure);
  await waitUntilReady('identity provider', `${issuer}/.well-known/openid-configuration`, () => failure);
  startChild({ name: 'server', file: 'server.ts', env: {} }, onFailure);
  await step('Starting the server', () => waitUntilReady('server', `${url}/api/v1/ready`, () => failure));
  if (existsSync(join(root, 'demo', 'agent', 'main.ts'))) {
    startChild({ name: 'demo agent', file: 'demo/agent/main.ts', env: { DEMO_FILE: demoFile() } }, onFailure);
  }
  return { url, people: demo.people };
}

/** Begin with nothing, as browser stories do: the database of the last run is stopped and its files are removed. */
async function removeData(): Promise<void> {
  await stopPostgres(data);
  const kept = readSettings(data);
  if (kept) rmSync(kept.dataDirectory, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}

async function choosePort(): Promise<number> {
  const wanted = Number(process.env.PORT ?? 3000);
  if (wanted === 0) return freePort();
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
    throw new Plain(`PORT is "${process.env.PORT}", which is not a port. Try PORT=3001 npm start.`);
  }
  if (await portIsFree(wanted)) return wanted;
  throw new Plain(
    `Port ${wanted} is in use by another program. Stop that, or start on another port: PORT=${wanted + 1} npm start`,
  );
}

/**
 * The demo company in the database, and `demo.json` for scripts and tests.
 *
 * The keys in it are shown by the product once only, so those of the last start are handed over to be kept.
 */
async function loadCompany(baseUrl: string, shopUrl: string): Promise<Demo> {
  try {
    const demo = await loadDemo({ kept: readJson<Demo>(demoFile()) ?? {}, people: demoPeople });
    writePrivate(demoFile(), `${JSON.stringify({ baseUrl, ...demo, shopUrl }, null, 2)}\n`);
    return demo;
  } finally {
    await closePool();
  }
}

function demoFile(): string {
  return join(data, 'demo.json');
}
