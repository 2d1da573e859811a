import net from 'node:net';
import { resetEnv } from '../env.ts';
import { closePool } from './pool.ts';

/** The product's connections to Postgres, through a wire that a test can cut. */
export interface Wire {
  /** Cut every connection once Postgres has acted on the `nth` message from now on, before its answer comes back. */
  cutAt(nth: number): void;
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
    cutAt(nth) {
      left = nth;
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
