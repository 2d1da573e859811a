import { appendFileSync, chownSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { program } from './binaries.ts';
import { giveFolder, type Place } from './place.ts';
import { run } from './run.ts';

/** Loopback only and no socket files: the paths of sockets have a length limit that a deep checkout exceeds. */
const configuration = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 200
log_timezone = 'UTC'
timezone = 'UTC'
`;

/**
 * A database cluster in the place's data folder, made on the first call.
 *
 * It is made beside its final name and renamed when whole, so a start that was killed half way begins again.
 * UTF8 and the C locale are asked for by name: left to the environment, a machine without LANG gets SQL_ASCII.
 */
export async function initialise(place: Place, account: Account, superuserPassword: string): Promise<void> {
  const { dataDirectory } = place;
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) return;
  const fresh = `${dataDirectory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  giveFolder(fresh, account);
  const secret = mkdtempSync(join(tmpdir(), 'countersign-'));
  const passwordFile = join(secret, 'password');
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const path of [secret, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  try {
    const flags = [
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ];
    await run(program(place.native, 'initdb'), [`--pgdata=${fresh}`, ...flags], account, '/');
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
  appendFileSync(join(fresh, 'postgresql.conf'), configuration);
  rmSync(dataDirectory, { recursive: true, force: true });
  renameSync(fresh, dataDirectory);
}
