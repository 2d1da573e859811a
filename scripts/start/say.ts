/** What went wrong, as a sentence that says what to do. The start ends with it and without a stack. */
export class Plain extends Error {}

/** A line for the person who started us. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Do a step that takes a while, saying what it is, how it goes on, and how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  say(`${what}…`);
  const sign = setInterval(() => say(`  still at it after ${seconds()} s`), 15_000);
  try {
    return await work();
  } finally {
    clearInterval(sign);
    if (seconds() >= 2) say(`  done in ${seconds()} s`);
  }
}
