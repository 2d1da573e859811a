import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from '#lib/db/embedded/postmaster.ts';
import { readJson, writePrivate } from './keep.ts';
import { data } from './places.ts';
import { Plain, say } from './say.ts';

/** What a start has running, kept on disk so that the next one can clear up after a start that was killed. */
export interface RunRecord {
  pid: number;
  command: string;
  url: string;
  children: { name: string; pid: number; token: string }[];
}

const file = () => join(data, 'run.json');

export function writeRun(record: RunRecord): void {
  writePrivate(file(), JSON.stringify(record, null, 2));
}

export function forgetRun(): void {
  rmSync(file(), { force: true });
}

/**
 * Make sure that nothing of an earlier start of this data folder is running.
 *
 * A start that lives is left alone, and this one ends. Of a start that was killed the children are ended: those whose
 * command line carries the random token they were given, so never a stranger that got the same process id.
 */
export async function clearEarlierRun(): Promise<void> {
  const earlier = readJson<RunRecord>(file());
  if (!earlier) return;
  if (earlier.pid !== process.pid && isAlive(earlier.pid) && commandLine(earlier.pid) === earlier.command) {
    throw new Plain(
      `Countersign already runs from this folder, at ${earlier.url} (process ${earlier.pid}). Stop it there with Ctrl-C.`,
    );
  }
  const orphans = earlier.children.filter(({ pid, token }) => isAlive(pid) && commandLine(pid).includes(token));
  for (const { name, pid } of orphans) {
    say(`The last start was cut short and left its ${name} running (process ${pid}). Stopping it.`);
    await endProcess(pid);
  }
  forgetRun();
}

/** Ask a process to stop, wait, and end it by force when it has not stopped in time. */
export async function endProcess(pid: number, patienceMs = 15_000): Promise<void> {
  signal(pid, 'SIGTERM');
  for (const end = Date.now() + patienceMs; Date.now() < end && isAlive(pid); ) await pause(50);
  if (isAlive(pid)) signal(pid, 'SIGKILL');
  for (const end = Date.now() + 5000; Date.now() < end && isAlive(pid); ) await pause(50);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
