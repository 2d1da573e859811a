import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './settings.ts';

export interface ServerProcess {
  pid: number;
  stop(): Promise<void>;
}

/**
 * The product's own server, as `npm start` runs it: API, pages, jobs, one process.
 *
 * @param profile write a CPU profile of its whole life into .data/bench/profile
 */
export async function startServer(environment: Record<string, string>, profile: boolean): Promise<ServerProcess> {
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${join(root, '.data', 'bench', 'profile')}`] : [];
  const child = spawn(process.execPath, [...flags, join(root, 'server.ts')], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error('The server ended before it was ready; what it said is above.');
    const answer = await fetch(`${environment.PUBLIC_URL}/api/v1/ready`).catch(() => undefined);
    if (answer?.ok) return { pid: child.pid!, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('The server was not ready after half a minute.');
}

/** Memory a process holds, in MiB. */
export function residentMiB(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** The most memory a process held while something went on. */
export async function peakMiB<T>(pid: number, work: Promise<T>): Promise<{ value: T; mebibytes: number }> {
  let most = residentMiB(pid);
  const watch = setInterval(() => {
    most = Math.max(most, residentMiB(pid));
  }, 500);
  try {
    return { value: await work, mebibytes: most };
  } finally {
    clearInterval(watch);
  }
}
