import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Run one of the bench's programs in a process of its own, with this input, and get what it measured.
 *
 * The baseline and the load must not share an event loop with whoever measures them.
 */
export function runApart<Input, Output>(file: string, input: Input): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, file), { stdio: 'inherit' });
    let output: { value: Output } | undefined;
    child.on('message', (value) => {
      output = { value: value as Output };
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (output) resolve(output.value);
      else reject(new Error(`${file} ended with code ${code} and measured nothing.`));
    });
    child.send({ input });
  });
}

/** The other side: called once by a program that `runApart` started. */
export function measured<Input, Output>(measure: (input: Input) => Promise<Output>): void {
  process.once('message', async ({ input }: { input: Input }) => {
    try {
      process.send?.(await measure(input));
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
}
