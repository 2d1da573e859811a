import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../start/places.ts';

let current: ChildProcess | undefined;

/** Run one of the project's programs with its words on the terminal; the answer is its exit code. */
export function runTool(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    current = spawn(process.execPath, [join(root, file), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    });
    current.once('error', reject);
    current.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Pass a wish to stop on to whatever runs, and wait for it to end. */
export async function stopTool(): Promise<void> {
  const child = current;
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** A report some runner wrote, read once: removed before the run, so that an old one is never taken for new. */
export function reportFile(name: string): { path: string; read: () => unknown } {
  const path = join(root, 'test-results', name);
  rmSync(path, { force: true });
  return {
    path,
    read: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
