import { execFile } from 'node:child_process';
import type { Account } from './account.ts';
import { identity } from './place.ts';

/**
 * Run one of Postgres' programs to its end and hand back what it said.
 *
 * With messages in plain C locale, so that they can be read by us, and from a folder every account can enter.
 */
export function run(file: string, args: readonly string[], account: Account, cwd: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C', PGOPTIONS: '' };
  return new Promise((resolve, reject) => {
    execFile(file, args, { ...identity(account), cwd, env, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}${stderr}`.trim() || error.message));
      else resolve(stdout);
    });
  });
}
