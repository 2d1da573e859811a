import net from 'node:net';
import { resetEnv } from '../env.ts';
import { closePool } from './pool.ts';

/** When the wire is cut: before a message reaches Postgres, or after it did and before its answer comes back. */
export type Cut = 'unsent' | 'unanswered';

/** The product's connections to Postgres, through a wire that a test can cut. */
export interface Wire {
  /** From now on, cut every connection at the `nth` message that any of them sends (1 is the next). */
  cutAt(nth: number, how: Cut): void;
  /** Whether as many messages were sent as the cut was asked for. Whole again afterwards. */
  mend(): boolean;
  close(): Promise<void>;
}

/**
 * Put a wire between `pool()` and the server of DATABASE_URL. What a crash does to a transaction is done to it here at
 * a step of one's choice: everything before it happened, nothing after it did, and nobody was told.
 */
export async function cuttableWire(): Promise<Wire> {
  const direct = process.env.DATABASE_URL!;
  const target = new URL(direct);
  const open = new Set<net.Socket>();
  let left = 0;
  let how: Cut = 'unsent';
  const cutAll = () => {
    for (const socket of open) socket.destroy();
  };

  const server = net.createServer((client) => {
    const postgres = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, postgres]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        postgres.destroy();
      });
    }
    postgres.pipe(client);
    client.on('data', (message) => {
      const last = left > 0 && --left === 0;
      if (last && how === 'unsent') return cutAll();
      if (!last) return void postgres.write(message);
      // The answer arriving is the proof that the message was acted on.
      postgres.unpipe(client).once('data', cutAll).resume();
      postgres.write(message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(direct);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as net.AddressInfo).port);
  await use(through.toString());

  return {
    cutAt(nth, when) {
      left = nth;
      how = when;
    },
    mend() {
      const used = left === 0;
      left = 0;
      return used;
    },
    async close() {
      await use(direct);
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function use(url: string): Promise<void> {
  await closePool();
  process.env.DATABASE_URL = url;
  resetEnv();
}
