import { bus } from '../db/listen.ts';
import type { Tx } from '../db/transaction.ts';

/** Rows kept in this process so that hot paths need not ask for them again. */
export interface Recall<Value> {
  /** What is held under this key and still young enough, without waiting. */
  held(key: string): Value | undefined;
  /** What is held, else what `load` finds. */
  get(key: string): Promise<Value | undefined>;
  /** What `load` finds now, held from then on. */
  read(key: string): Promise<Value | undefined>;
}

const everyRecall = new Set<() => void>();
let listening = false;

/**
 * Remember what `load` finds, for at most `maxAgeMilliseconds` and never past a change that was announced.
 *
 * An answer that was being read while a change was announced is given to those who had asked before, and not held: the
 * read may have seen the state before the change. Absence is never held, so made-up keys cost no memory.
 */
export function recall<Value>(
  maxAgeMilliseconds: number,
  load: (key: string) => Promise<Value | undefined>,
): Recall<Value> {
  let values = new Map<string, { value: Value; readAt: number }>();
  let reading = new Map<string, Promise<Value | undefined>>();
  everyRecall.add(() => {
    values = new Map();
    reading = new Map();
  });

  const held = (key: string) => {
    const found = values.get(key);
    return found && performance.now() - found.readAt < maxAgeMilliseconds ? found.value : undefined;
  };

  const read = (key: string) => {
    listen();
    const shared = reading.get(key);
    if (shared) return shared;
    const [valuesThen, readingThen, readAt] = [values, reading, performance.now()];
    const found = load(key)
      .then((value) => {
        if (value === undefined) valuesThen.delete(key);
        else valuesThen.set(key, { value, readAt });
        return value;
      })
      .finally(() => readingThen.delete(key));
    reading.set(key, found);
    return found;
  };

  return { held, read, get: async (key) => held(key) ?? read(key) };
}

/** Tell every process, when this transaction commits, that people, groups, agents or keys are not what they were. */
export async function announceDirectory(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_notify('countersign', 'directory')`);
}

/** Forget everything held in this process; whoever changed something calls it after the commit, to read their own write. */
export function forgetDirectory(): void {
  for (const forget of everyRecall) forget();
}

function listen(): void {
  if (listening) return;
  listening = true;
  bus().on((payload) => {
    if (payload === 'directory' || payload === 'resync') forgetDirectory();
  });
}
