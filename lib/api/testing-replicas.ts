import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Json } from '#protocol/wire.ts';

/** A running replica in a process of its own. */
export interface Replica {
  url: string;
  /** End it as a power cut would, and wait until it is gone. */
  kill(): Promise<void>;
}

/** Start one with the settings of this process. Ready to be called when this resolves. */
export async function startReplica(): Promise<Replica> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing-replica.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      RATE_WRITES_PER_MINUTE: '1000000',
      RATE_WRITES_BURST: '1000000',
      RATE_READS_PER_MINUTE: '1000000',
    },
  });
  const [port] = await Promise.race([once(child.stdout, 'data'), failed(child)]);
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The replica ended with ${code} before it was ready.`);
}

/** The answer of a replica, or null when it gave none that says anything: gone, cut off, or unable just now. */
export async function ask<Body>(
  replica: Replica,
  method: string,
  path: string,
  { headers, body }: { headers: Record<string, string>; body?: Json },
): Promise<{ status: number; body: Body } | null> {
  try {
    const response = await fetch(`${replica.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return response.status >= 500 ? null : { status: response.status, body: JSON.parse(text) as Body };
  } catch {
    return null;
  }
}
