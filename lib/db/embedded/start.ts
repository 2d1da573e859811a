import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serverAccount } from './account.ts';
import { answers } from './answers.ts';
import { nativeFolder, program } from './binaries.ts';
import { freePort, portIsFree } from './free-port.ts';
import { initialise } from './initialise.ts';
import { findPlace, type Place } from './place.ts';
import { isAlive, isServerOf, readPostmaster } from './postmaster.ts';
import { ensureRoles } from './roles.ts';
import { run } from './run.ts';
import { openSettings, readSettings, type Settings, saveSettings } from './settings.ts';

/** A server that takes connections. `reused` says that it was already running. */
export interface EmbeddedPostgres {
  settings: Settings;
  reused: boolean;
  note?: string;
}

/**
 * A running Postgres whose files are kept below `home`, with our roles and databases in it.
 *
 * Can be called in any state the last run left behind: never made, stopped, still running because its starter was
 * killed, or killed itself. A living server of this folder is used as it is. The server is its own process group and
 * outlives its starter; `stopPostgres` ends it.
 */
export async function startPostgres(home: string): Promise<EmbeddedPostgres> {
  const folder = resolve(home);
  mkdirSync(folder, { recursive: true });
  const account = serverAccount();
  const place = findPlace(folder, nativeFolder(), account);
  if (existsSync(join(place.dataDirectory, 'PG_VERSION')) && !readSettings(folder)) {
    throw new Error(
      `The passwords of the database in ${place.dataDirectory} are lost. Remove that folder to begin anew.`,
    );
  }
  const settings = await openSettings(folder, () => place.dataDirectory);
  const note = place.note ? { note: place.note } : {};
  await initialise(place, account, settings.passwords.postgres);

  const running = readPostmaster(settings.dataDirectory);
  if (running && isServerOf(running.pid, settings.dataDirectory)) {
    const live = { ...settings, port: running.port || settings.port };
    if (!(await answers(live, 60_000))) {
      throw new Error(`The database server (process ${running.pid}) runs but does not answer. See ${logOf(settings)}.`);
    }
    await ensureRoles(live);
    return { settings: live, reused: true, ...note };
  }
  // The lock file's process is somebody else now. Postgres itself would only see that the id is taken, and refuse.
  if (running && isAlive(running.pid)) rmSync(join(settings.dataDirectory, 'postmaster.pid'), { force: true });

  if (!(await portIsFree(settings.port))) {
    settings.port = await freePort();
    saveSettings(folder, settings);
  }
  await launch(place, settings, account);
  await ensureRoles(settings);
  return { settings, reused: false, ...note };
}

/**
 * Start the server, with patience for what a killed one leaves: its children hold the shared memory until they have
 * noticed that their parent is gone, and until then Postgres rightly refuses a second server on the same files.
 */
async function launch(place: Place, settings: Settings, account: ReturnType<typeof serverAccount>): Promise<void> {
  const args = [
    'start',
    '-w',
    '-t',
    '60',
    '-D',
    settings.dataDirectory,
    '-l',
    logOf(settings),
    '-o',
    `-p ${settings.port}`,
  ];
  for (let attempt = 1; ; attempt++) {
    try {
      await run(program(place.native, 'pg_ctl'), args, account, '/');
      return;
    } catch (error) {
      if (attempt === 20)
        throw new Error(`The database server did not start: ${lastWords(settings)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function logOf(settings: Settings): string {
  return join(settings.dataDirectory, 'server.log');
}

function lastWords(settings: Settings): string {
  try {
    return readFileSync(logOf(settings), 'utf8').trimEnd().split('\n').slice(-3).join(' / ');
  } catch {
    return 'it left no log.';
  }
}
