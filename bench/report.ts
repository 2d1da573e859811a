import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { QueuePages } from './queue-page.ts';
import type { Series } from './series.ts';

export interface Results {
  intake: { callers: number; raw: Series; ours: Series }[];
  cycles: { callers: number; raw: Series; ours: Series }[];
  release: { waiting: number; ours: Series }[];
  queue: QueuePages;
  memory: { atRest: number; with1000Waiting: number; afterAll: number };
}

interface Goal {
  what: string;
  goal: string;
  reached: number;
  met: boolean;
}

/** What issue 2 asks of two cores with Postgres beside it. */
function goals({ intake, cycles, release, queue }: Results): Goal[] {
  const at64 = intake.find(({ callers }) => callers === 64)!;
  const cycle = cycles.at(-1)!;
  const crowd = release.at(-1)!;
  const ratio = (of: { raw: Series; ours: Series }) => of.ours.perSecond / of.raw.perSecond;
  return [
    { what: 'intake at 64 callers / raw', goal: '≥ 0.40', reached: ratio(at64), met: ratio(at64) >= 0.4 },
    { what: 'intake at 64 callers, p99 ms', goal: '< 45', reached: at64.ours.p99, met: at64.ours.p99 < 45 },
    { what: `full cycles at ${cycle.callers} / raw`, goal: '≥ 0.40', reached: ratio(cycle), met: ratio(cycle) >= 0.4 },
    {
      what: `release with ${crowd.waiting} waiting, p99 ms`,
      goal: '< 25',
      reached: crowd.ours.p99,
      met: crowd.ours.p99 < 25,
    },
    { what: `queue page at ${queue.rows} finished, ms`, goal: '< 10', reached: queue.needsMe, met: queue.needsMe < 10 },
  ];
}

/** The tables a person reads. */
export function tables(results: Results): string {
  const { intake, cycles, release, queue, memory } = results;
  const compared = (title: string, rows: Results['intake']) =>
    table(
      [title, 'raw/s', 'ours/s', 'ratio', 'p50 ms', 'p95 ms', 'p99 ms', 'raw p99'],
      rows.map(({ callers, raw, ours }) => [
        `${callers} callers`,
        whole(raw.perSecond),
        whole(ours.perSecond),
        (ours.perSecond / raw.perSecond).toFixed(2),
        ...[ours.p50, ours.p95, ours.p99, raw.p99].map(fine),
      ]),
    );
  return [
    compared('intake', intake),
    compared('full cycles', cycles),
    table(
      ['decision → agent', 'p50 ms', 'p95 ms', 'p99 ms'],
      release.map(({ waiting, ours }) => [`${waiting} waiting`, fine(ours.p50), fine(ours.p95), fine(ours.p99)]),
    ),
    table(
      ['queue, in the database', 'ms'],
      [
        [`needs me, first page (${queue.rows} finished, ${queue.open} open)`, fine(queue.needsMe)],
        ['tab counts', fine(queue.counts)],
        ['done, first page', fine(queue.done)],
      ],
    ),
    table(
      ['server memory', 'MiB'],
      [
        ['at rest', whole(memory.atRest)],
        ['most, with 1,000 agents waiting', whole(memory.with1000Waiting)],
        ['after everything', whole(memory.afterAll)],
      ],
    ),
    table(
      ['goal', 'asked', 'reached', ''],
      goals(results).map(({ what, goal, reached, met }) => [what, goal, reached.toFixed(2), met ? 'met' : 'MISSED']),
    ),
  ].join('\n\n');
}

/** The same as JSON, with what it was measured on. */
export function writeResults(folder: string, results: Results, about: Record<string, unknown>): string {
  const file = join(folder, 'latest.json');
  mkdirSync(folder, { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  const all = { at: new Date().toISOString(), ...machine, ...about, ...results, goals: goals(results) };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  return file;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .join('\n');
}

const whole = (value: number) => Math.round(value).toLocaleString('en-GB');
const fine = (value: number) => value.toFixed(1);
