import { isServerOf, readPostmaster } from '#lib/db/embedded/postmaster.ts';
import type { Settings } from '#lib/db/embedded/settings.ts';
import { startPostgres } from '#lib/db/embedded/start.ts';
import { say } from './say.ts';

/** Start the database again whenever its process is gone. The answer ends the watch. */
export function watchPostgres(
  home: string,
  { dataDirectory }: Settings,
  onFailure: (error: Error) => void,
): () => void {
  let busy = false;
  const watch = setInterval(async () => {
    const server = readPostmaster(dataDirectory);
    if (busy || (server && isServerOf(server.pid, dataDirectory))) return;
    busy = true;
    say('The database stopped. Starting it again.');
    await startPostgres(home).catch(onFailure);
    busy = false;
  }, 500);
  return () => clearInterval(watch);
}
