import { measured } from '../apart.ts';
import { repeat, type Series } from '../series.ts';
import { Caller, type Cast } from './caller.ts';

export interface LoadInput {
  cast: Cast;
  callers: number;
  seconds: number;
}

/** Fewer than an agent may have open (wire.md section 1), whatever the machine can do. */
export const openPerAgent = 180;

/** Submissions that people have to decide, from so many callers, each waiting for its answer before the next. */
measured<LoadInput, Series>(async ({ cast, callers, seconds }) => {
  const all = await Promise.all(Array.from({ length: callers }, (_, number) => Caller.open(cast, number)));
  try {
    return await repeat(
      callers,
      { seconds, most: cast.agents.length * openPerAgent },
      async (caller) => void (await all[caller]!.submit()),
    );
  } finally {
    for (const caller of all) caller.close();
  }
});
