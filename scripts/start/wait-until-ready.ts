import { pause } from './run-record.ts';
import { Plain } from './say.ts';

/** Wait until this address answers 200. A slow machine gets two minutes. */
export async function waitUntilReady(what: string, url: string, hasFailed: () => Error | undefined): Promise<void> {
  let answer = 'no answer';
  for (const end = Date.now() + 120_000; Date.now() < end; await pause(100)) {
    const failure = hasFailed();
    if (failure) throw failure;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
      const text = await response.text();
      if (response.ok) return;
      answer = `${response.status} ${text.slice(0, 400)}`;
    } catch (error) {
      answer = String((error as Error).cause ?? error);
    }
  }
  throw new Plain(`The ${what} is not ready after two minutes. ${url} says: ${answer}`);
}
