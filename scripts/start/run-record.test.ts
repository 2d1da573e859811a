import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'countersign-run-'));
process.env.COUNTERSIGN_DATA = folder;
const { clearEarlierRun, forgetRun, writeRun } = await import('./run-record.ts');
const { commandLine, isAlive } = await import('#lib/db/embedded/postmaster.ts');

const started: ChildProcess[] = [];

async function sleeper(token: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)', '--', token], {
    stdio: 'pipe',
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child.pid!;
}

afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  forgetRun();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The id of a process that has just ended. */
async function goneProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
}

describe('a start after one that was killed', () => {
  test('ends what the killed one left running, so that nothing decides beside the new server', async () => {
    const [pid, token] = [await sleeper('--run=left-over'), '--run=left-over'];
    writeRun({ pid: await goneProcess(), command: 'node', url: '', children: [{ name: 'server', pid, token }] });
    await clearEarlierRun();
    expect(isAlive(pid) && commandLine(pid) !== '').toBe(false);
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
  });

  test('leaves a stranger alone that was given the same process id', async () => {
    const pid = await sleeper('--somebody-elses');
    const children = [{ name: 'server', pid, token: '--run=left-over' }];
    writeRun({ pid: await goneProcess(), command: 'node', url: '', children });
    await clearEarlierRun();
    expect(isAlive(pid)).toBe(true);
  });

  test('leaves a start alone that is still alive, and says where it is', async () => {
    const pid = await sleeper('--the-start');
    writeRun({ pid, command: commandLine(pid), url: 'http://localhost:3000', children: [] });
    await expect(clearEarlierRun()).rejects.toThrow(/already runs from this folder, at http:\/\/localhost:3000/);
    expect(isAlive(pid)).toBe(true);
  });

  test('begins afresh when the record was cut short by a power failure', async () => {
    writeFileSync(join(folder, 'run.json'), '{"pid": 1');
    await expect(clearEarlierRun()).resolves.toBeUndefined();
  });
});
