import { listVersions, type RequestVersion } from '../approvals/list-versions.ts';
import { type Bus, bus } from '../db/listen.ts';

const rereadMilliseconds = 1_000;

interface Wait {
  enough(now: RequestVersion): boolean;
  end(): void;
}

export interface WaitFor {
  requestId: string;
  milliseconds: number;
  /** Whether what is so now is worth waking for. */
  enough(now: RequestVersion): boolean;
  /** Aborted when the client has gone. */
  gone: AbortSignal;
}

/**
 * Everybody in this process who waits for a Request to change.
 *
 * A waiter costs a promise. What wakes it is the database's announcement or, if that was lost, one query a second for
 * all waited ids together. All ids announced in the same tick are re-read in one query, so a thousand waiters released
 * at once cost one round trip, not a thousand.
 */
class Waits {
  private readonly byRequest = new Map<string, Set<Wait>>();
  private readonly announced = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private listening: { bus: Bus; stop: () => void } | undefined;
  private closed = false;

  /**
   * Start waiting now. `changed` resolves when it is enough, when time is up, when the client is gone, or at shutdown;
   * `stop` has to be called in the end.
   *
   * Who starts before reading the Request, and reads it again once this resolved, misses no change.
   */
  start({ requestId, milliseconds, enough, gone }: WaitFor): { changed: Promise<void>; stop: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const wait: Wait = { enough, end };
    const waits = this.byRequest.get(requestId) ?? new Set();
    this.byRequest.set(requestId, waits.add(wait));
    this.listen();

    const timer = setTimeout(end, milliseconds);
    gone.addEventListener('abort', end, { once: true });
    if (this.closed || gone.aborted) end();
    const stop = () => {
      clearTimeout(timer);
      gone.removeEventListener('abort', end);
      this.forget(requestId, wait);
    };
    return { changed: promise, stop };
  }

  /** Release everybody with what is so now, and whoever comes later at once. For shutdown. */
  close(): void {
    this.closed = true;
    for (const waits of this.byRequest.values()) for (const wait of waits) wait.end();
    this.rest();
  }

  private forget(requestId: string, wait: Wait): void {
    const waits = this.byRequest.get(requestId);
    waits?.delete(wait);
    if (waits?.size === 0) this.byRequest.delete(requestId);
    if (this.byRequest.size === 0) this.rest();
  }

  private listen(): void {
    if (this.closed) return;
    this.timer ??= setInterval(() => void this.reread([...this.byRequest.keys()]), rereadMilliseconds).unref();
    const current = bus();
    if (this.listening?.bus === current) return;
    this.listening?.stop();
    this.listening = { bus: current, stop: current.on((payload) => this.heard(payload)) };
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.listening?.stop();
    this.listening = undefined;
  }

  private heard(payload: string): void {
    if (payload === 'resync') {
      void this.reread([...this.byRequest.keys()]);
      return;
    }
    const [kind, requestId] = payload.split(':');
    if (kind !== 'request' || !requestId || !this.byRequest.has(requestId)) return;
    if (this.announced.size === 0) setImmediate(() => void this.rereadAnnounced());
    this.announced.add(requestId);
  }

  private async rereadAnnounced(): Promise<void> {
    const ids = [...this.announced];
    this.announced.clear();
    await this.reread(ids);
  }

  private async reread(requestIds: string[]): Promise<void> {
    if (requestIds.length === 0) return;
    // When the database is away, whoever waits goes on waiting, and the next second asks again.
    const versions = await listVersions(requestIds).catch(() => new Map<string, RequestVersion>());
    for (const [id, now] of versions) {
      for (const wait of this.byRequest.get(id) ?? []) if (wait.enough(now)) wait.end();
    }
  }
}

const shared = globalThis as typeof globalThis & { countersignWaits?: Waits };

/** One per process, also where Next bundles a second copy of this module. */
export function waits(): Waits {
  shared.countersignWaits ??= new Waits();
  return shared.countersignWaits;
}
