import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '#lib/db/embedded/postmaster.ts';
import { dataFolder, root } from './places.ts';
import { endProcess, forgetRun, type RunRecord, writeRun } from './run-record.ts';
import { Plain, say } from './say.ts';

/** One of the product's processes, and how it is started. */
export interface Program {
  name: string;
  file: string;
  env: Record<string, string>;
}

interface Child extends Program {
  process: ChildProcess;
  token: string;
  began: number;
}

const running: Child[] = [];
let stopping = false;
let address = '';

/** Keep on disk that this start is under way, from now on until `stopChildren`. */
export function beginRun(url: string): void {
  address = url;
  record();
}

/**
 * Start a program as a process of its own and keep it running.
 *
 * It gets its own process group, so that Ctrl-C reaches only us and we stop things in order; and a random token on its
 * command line, by which a later start can tell that it is ours. One that falls over is started again; one that falls
 * over at once is not.
 */
export function startChild(program: Program, onFailure: (problem: Plain) => void): void {
  const token = `--run=${randomBytes(12).toString('hex')}`;
  const log = openSync(logOf(program), 'a', 0o600);
  const child = spawn(process.execPath, [join(root, program.file), token], {
    cwd: root,
    env: { ...process.env, ...program.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  const entry: Child = { ...program, process: child, token, began: Date.now() };
  running.push(entry);
  record();
  child.once('exit', (code, signal) => {
    running.splice(running.indexOf(entry), 1);
    if (stopping) return;
    record();
    if (Date.now() - entry.began < 5000) {
      onFailure(
        new Plain(
          `The ${program.name} stopped as soon as it was started (${signal ?? `code ${code}`}).\n${lastLines(program)}`,
        ),
      );
    } else {
      say(
        `The ${program.name} stopped (${signal ?? `code ${code}`}). Starting it again; its log is ${logOf(program)}.`,
      );
      startChild(program, onFailure);
    }
  });
}

/** Stop everything that was started, the youngest first. */
export async function stopChildren(): Promise<void> {
  stopping = true;
  for (const { process: child } of [...running].reverse()) if (child.pid) await endProcess(child.pid);
  forgetRun();
}

/** Where a program's words are kept. */
export function logOf(program: Pick<Program, 'name'>): string {
  return join(dataFolder('logs'), `${program.name.replaceAll(' ', '-')}.log`);
}

/** The end of a program's log. */
export function lastLines(program: Pick<Program, 'name'>): string {
  return readFileSync(logOf(program), 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}

function record(): void {
  const children = running.flatMap(({ name, token, process: { pid } }) => (pid ? [{ name, pid, token }] : []));
  const run: RunRecord = { pid: process.pid, command: commandLine(process.pid), url: address, children };
  writeRun(run);
}
