import { join } from 'node:path';
import { bus } from '#lib/db/listen.ts';
import { closePool } from '#lib/db/pool.ts';
import { buildConsole } from '../scripts/start/prepare.ts';
import { runApart } from './apart.ts';
import { makeCast } from './cast.ts';
import { type BenchDatabase, benchDatabase, emptyQueue } from './database.ts';
import type { Cast } from './load/caller.ts';
import type { LoadInput } from './load/intake.ts';
import type { ReleaseInput } from './load/release.ts';
import { measureQueue } from './queue-page.ts';
import type { RawInput } from './raw.ts';
import { type Results, tables, writeResults } from './report.ts';
import { middle, type Series } from './series.ts';
import { peakMiB, residentMiB, startServer } from './server-process.ts';
import { type Extent, extent, productEnvironment } from './settings.ts';

/**
 * `npm run bench`: what Countersign costs over a raw Postgres that does nothing but write, measured side by side in one
 * run on this machine. The ratios are the result; the figures beside them belong to the machine.
 *
 * `--profile` writes a CPU profile of the server; `--skip-build` takes the pages as they are.
 */
const args = process.argv.slice(2);
const size = extent(args);
if (!args.includes('--skip-build')) await buildConsole();
const database = await benchDatabase();
const environment = await productEnvironment(database.appUrl);
Object.assign(process.env, environment);
try {
  const server = await startServer(environment, args.includes('--profile'));
  try {
    const results = await measure(database, await makeCast(environment), server.pid, size);
    const file = writeResults(join(import.meta.dirname, 'results'), results, { postgres: database.version, ...size });
    console.log(`\n${tables(results)}\n\nWritten to ${file}`);
  } finally {
    await server.stop();
  }
} finally {
  await bus().close();
  await closePool();
  await database.stop();
}

async function measure(database: BenchDatabase, cast: Cast, pid: number, size: Extent): Promise<Results> {
  const atRest = residentMiB(pid);
  const compare = (load: string, work: RawInput['work']) => (callers: number) =>
    sideBySide(database, cast, { load, work, callers, ...size });
  const intake = await inTurn([1, 16, 64], compare('load/intake.ts', 'insert'));
  const cycles = await inTurn([1, 16, 64], compare('load/cycles.ts', 'cycle'));
  const crowds = await inTurn([1, 100, 1000], async (waiting) => {
    say(`decisions with ${waiting} agents waiting`);
    const input: ReleaseInput = { cast, waiting, decisions: 100 * size.rounds };
    const { value, mebibytes } = await peakMiB(pid, runApart<ReleaseInput, Series>('load/release.ts', input));
    await emptyQueue(database);
    return { waiting, ours: value, mebibytes };
  });
  say(`${size.rows} finished requests`);
  await runApart<LoadInput, Series>('load/intake.ts', { cast, callers: 4, seconds: 0.2 });
  const queue = await measureQueue(database, size.rows, cast.reviewers[0]!);
  const memory = { atRest, with1000Waiting: crowds.at(-1)!.mebibytes, afterAll: residentMiB(pid) };
  return { intake, cycles, release: crowds.map(({ waiting, ours }) => ({ waiting, ours })), queue, memory };
}

interface Comparison extends Extent {
  load: string;
  work: RawInput['work'];
  callers: number;
}

/** Baseline and product in turn, several times; of each the middle round. What else the machine does hits both. */
async function sideBySide(database: BenchDatabase, cast: Cast, { load, work, callers, rounds, seconds }: Comparison) {
  const raw: Series[] = [];
  const ours: Series[] = [];
  for (let round = 0; round < rounds; round++) {
    raw.push(await runApart<RawInput, Series>('raw.ts', { url: database.ownerUrl, work, callers, seconds }));
    ours.push(await runApart<LoadInput, Series>(load, { cast, callers, seconds }));
    await emptyQueue(database);
    const [before, now] = [raw.at(-1)!, ours.at(-1)!];
    say(`${load} ${callers} callers: raw ${before.perSecond.toFixed(0)}/s, ours ${now.perSecond.toFixed(0)}/s`);
  }
  return { callers, raw: middle(raw), ours: middle(ours) };
}

async function inTurn<T, U>(all: readonly T[], one: (value: T) => Promise<U>): Promise<U[]> {
  const found: U[] = [];
  for (const value of all) found.push(await one(value));
  return found;
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
}
