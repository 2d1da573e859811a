import { resolve } from 'node:path';
import { serverAccount } from './account.ts';
import { nativeFolder, program } from './binaries.ts';
import { findPlace } from './place.ts';
import { isServerOf, readPostmaster } from './postmaster.ts';
import { run } from './run.ts';
import { readSettings } from './settings.ts';

/**
 * The folder's server is stopped, with everything committed on disk and its connections closed.
 *
 * Nothing to do is fine too. Only a process that is proven to be the server of this folder is ended.
 */
export async function stopPostgres(home: string): Promise<void> {
  const settings = readSettings(resolve(home));
  const running = settings && readPostmaster(settings.dataDirectory);
  if (!running || !isServerOf(running.pid, settings.dataDirectory)) return;
  const account = serverAccount();
  const { native } = findPlace(resolve(home), nativeFolder(), account);
  await run(program(native, 'pg_ctl'), ['stop', '-w', '-m', 'fast', '-D', settings.dataDirectory], account, '/');
}
