import { EventEmitter } from 'node:events';
import pg from 'pg';
import { env } from '../env.ts';

export const channel = 'countersign';

/**
 * What the database announces, one LISTEN connection per process however many wait.
 *
 * Handlers get the payload (`request:<id>:<version>`, `queue`, `policy`, `directory`) or `resync` after the connection
 * was lost and found again: whatever was announced in between is gone, so everybody re-reads.
 */
export interface Bus {
  on(handler: (payload: string) => void): () => void;
  ready: Promise<void>;
  close(): Promise<void>;
}

const shared = globalThis as typeof globalThis & { countersignBus?: Bus };

export function bus(): Bus {
  shared.countersignBus ??= openBus();
  return shared.countersignBus;
}

const reconnectAfterMilliseconds = 250;

function openBus(): Bus {
  const emitter = new EventEmitter().setMaxListeners(0);
  let client: pg.Client | undefined;
  let closed = false;
  let wasConnected = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: 'countersign bus',
      keepAlive: true,
    });
    let lost = false;
    const again = () => {
      if (lost || closed) return;
      lost = true;
      void next.end().catch(() => {});
      setTimeout(() => void connect(), reconnectAfterMilliseconds).unref();
    };
    next.on('error', again).on('end', again);
    next.on('notification', (message) => emitter.emit('message', message.payload ?? ''));
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      client = next;
      if (wasConnected) emitter.emit('message', 'resync');
      wasConnected = true;
    } catch {
      again();
    }
  }

  return {
    on(handler) {
      emitter.on('message', handler);
      return () => emitter.off('message', handler);
    },
    ready: connect(),
    async close() {
      closed = true;
      delete shared.countersignBus;
      await client?.end().catch(() => {});
    },
  };
}
