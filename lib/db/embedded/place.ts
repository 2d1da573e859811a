import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { program } from './binaries.ts';

/** Where the server's programs and files live, and a sentence for the person when that is not inside the checkout. */
export interface Place {
  native: string;
  dataDirectory: string;
  note?: string;
}

/**
 * Programs and a data folder that the server's account can really reach.
 *
 * Inside `home` wherever possible. A checkout below a closed folder (root's own home, usually) cannot be entered by the
 * account Postgres runs as; then both go below /var/lib. Reach is tried, not computed from permission bits, because
 * access lists and mounts have a say as well.
 */
export function findPlace(home: string, native: string, account: Account): Place {
  const inside = { native, dataDirectory: join(home, 'postgres') };
  if (account.uid === undefined || (canRun(native, account) && canEnter(home, account))) return inside;
  const outside = join('/var/lib/countersign', createHash('sha256').update(resolve(home)).digest('hex').slice(0, 12));
  const copy = join(outside, 'native');
  mkdirSync(outside, { recursive: true, mode: 0o755 });
  if (!canRun(copy, account)) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  }
  return {
    native: copy,
    dataDirectory: join(outside, 'postgres'),
    note: `The account ${account.name} cannot enter this checkout, so the database is kept in ${outside}.`,
  };
}

/** Make a folder that only the server's account can read. */
export function giveFolder(folder: string, account: Account): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
}

function canRun(native: string, account: Account): boolean {
  return spawnSync(program(native, 'postgres'), ['--version'], { ...identity(account), cwd: '/' }).status === 0;
}

function canEnter(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', resolve(folder)], { ...identity(account), cwd: '/' }).status === 0;
}

/** The part of an account that a child process is started with. */
export function identity({ uid, gid }: Account): { uid?: number; gid?: number } {
  return uid !== undefined && gid !== undefined ? { uid, gid } : {};
}
