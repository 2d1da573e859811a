import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server process that a data folder names in its lock file. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The lock file's server, or undefined when there is no lock file or it was cut short. */
export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return Number.isInteger(pid) && pid > 0 ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether this process is alive and is the server of this very folder.
 *
 * A process id alone proves nothing: after a reboot it can belong to anybody. The command line must name the folder.
 */
export function isServerOf(pid: number, dataDirectory: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(dataDirectory);
}

/** Whether a process with this id exists. A process we may not signal exists too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, or nothing when it is gone or cannot be read. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (process.platform === 'win32') return '';
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
