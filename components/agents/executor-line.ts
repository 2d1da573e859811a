import type { Executor } from '#lib/identity/agent.ts';
import { type KeyLine, keyLine } from './key-line.ts';

/** An executor as a page shows it. */
export interface ExecutorLine {
  id: string;
  name: string;
  owner: Executor['owner'];
  grade: Executor['grade'];
  createdAt: string;
  retiredAt: string | null;
  keys: KeyLine[];
}

export function executorLine(executor: Executor, now: Date, nameOf: (personId: string) => string): ExecutorLine {
  return {
    id: executor.id,
    name: executor.name,
    owner: executor.owner,
    grade: executor.grade,
    createdAt: executor.createdAt.toISOString(),
    retiredAt: executor.retiredAt?.toISOString() ?? null,
    keys: executor.credentials.map((key) => keyLine(key, now, nameOf)),
  };
}
