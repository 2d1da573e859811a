export interface Job {
  /** No further run; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Run `work` now and again `milliseconds` after each run has ended, so that two runs never overlap in one process.
 *
 * Every replica runs every job: `work` has to be harmless when done twice. One that fails is told on stderr, once until
 * it works again, and tried at its next turn.
 */
export function every(milliseconds: number, name: string, work: () => Promise<unknown>): Job {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing = false;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) console.error(JSON.stringify({ level: 'error', job: name, error: String(error) }));
      failing = true;
    }
    if (!stopped) timer = setTimeout(start, milliseconds).unref();
  }

  function start(): void {
    running = run();
  }

  start();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
