import { setTimeout } from 'node:timers/promises';
import { type Bus, bus } from '../../db/listen.ts';
import { type Change, type ChangeFilter, listChanges, type Seen, seenNow } from '../../log/list-changes.ts';
import { type Position, wasSent } from './position.ts';

/** What was committed between two snapshots. */
export interface Batch {
  since: Seen;
  until: Seen;
}

/** One open stream, as the feed knows it. */
export interface Subscriber {
  /** Which changes it may be told of. */
  audience: Pick<ChangeFilter, 'requestId' | 'agentId' | 'executorId'>;
  /** Whether it wants to know that the queue has changed, whichever Request it was. */
  queue: boolean;
  resume?: Position | undefined;
  tell(changes: readonly Change[], batch: Batch): void;
  tellQueue(): void;
  /** More has happened than is worth telling one by one: it has to read everything again. */
  reset(batch: Batch): void;
  /** It could not be served; it comes back with what it has seen. */
  end(): void;
}

const pollMilliseconds = 1_000;
const quietMilliseconds = 10;
const mostChanges = 5_000;

/**
 * Tells the open streams of this process what was committed, in turns.
 *
 * One query per turn serves all of them, however many there are. A turn begins when the database announces something,
 * and each second in case an announcement was lost. New streams join between two turns, at exactly the snapshot where
 * the turn ended; so what they missed while away and what comes next neither overlap nor leave a gap.
 */
class Feed {
  private readonly subscribers = new Set<Subscriber>();
  private readonly joining: Subscriber[] = [];
  private readonly gone = new WeakSet<Subscriber>();
  private seen: Seen | undefined;
  private timer: NodeJS.Timeout | undefined;
  private listening: { bus: Bus; stop: () => void } | undefined;
  private turning = false;
  private again = false;

  /** Returns what ends the subscription. */
  subscribe(subscriber: Subscriber): () => void {
    this.joining.push(subscriber);
    this.listen();
    this.wake();
    return () => {
      this.gone.add(subscriber);
      this.subscribers.delete(subscriber);
      if (this.joining.includes(subscriber)) this.joining.splice(this.joining.indexOf(subscriber), 1);
      if (this.subscribers.size + this.joining.length === 0) this.rest();
    };
  }

  private listen(): void {
    this.timer ??= setInterval(() => this.wake(), pollMilliseconds).unref();
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
    this.seen = undefined;
  }

  private heard(payload: string): void {
    if (payload === 'queue' || payload === 'resync') for (const one of this.subscribers) if (one.queue) one.tellQueue();
    this.wake();
  }

  private wake(): void {
    this.again = true;
    if (!this.turning) void this.turns();
  }

  private async turns(): Promise<void> {
    this.turning = true;
    while (this.again && this.subscribers.size + this.joining.length > 0) {
      this.again = false;
      const started = performance.now();
      // The database is away: streams stay open and the next second asks again.
      await this.turn().catch(() => {});
      // Under a flood of Events streams take a fifth of one connection at most, and tell more at a time.
      await setTimeout(Math.max(quietMilliseconds, 4 * (performance.now() - started)));
    }
    this.turning = false;
  }

  private async turn(): Promise<void> {
    const since = this.seen;
    let now: Seen;
    if (!since || this.subscribers.size === 0) {
      now = await seenNow();
    } else {
      const { seen, changes } = await listChanges({ since, limit: mostChanges + 1 });
      now = seen;
      for (const one of this.subscribers) deliver(one, changes, { since, until: now });
    }
    this.seen = now;
    for (let one = this.joining.shift(); one; one = this.joining.shift()) {
      await this.join(one, now).catch(() => one.end());
    }
  }

  private async join(one: Subscriber, now: Seen): Promise<void> {
    if (one.resume) {
      // First the rest of the batch it was in the middle of, then everything since.
      const { since, last } = one.resume;
      const until = { snapshot: one.resume.until, at: since.at };
      if (last) await this.catchUp(one, { since, until }, (change) => !wasSent(last, change));
      await this.catchUp(one, { since: until, until: now });
    } else {
      one.tell([], { since: now, until: now });
    }
    if (!this.gone.has(one)) this.subscribers.add(one);
  }

  private async catchUp(
    one: Subscriber,
    batch: Batch,
    wanted: (change: Change) => boolean = () => true,
  ): Promise<void> {
    const filter = { ...one.audience, since: batch.since, until: batch.until.snapshot, limit: mostChanges + 1 };
    const { changes } = await listChanges(filter);
    deliver(one, changes, batch, wanted);
  }
}

function deliver(one: Subscriber, changes: readonly Change[], batch: Batch, wanted = (_: Change) => true): void {
  if (changes.length > mostChanges) one.reset(batch);
  else
    one.tell(
      changes.filter((change) => wanted(change) && isFor(one.audience, change)),
      batch,
    );
}

function isFor(audience: Subscriber['audience'], change: Change): boolean {
  return (
    (audience.requestId === undefined || audience.requestId === change.requestId) &&
    (audience.agentId === undefined || audience.agentId === change.agentId) &&
    (audience.executorId === undefined || audience.executorId === change.executorId)
  );
}

const shared = globalThis as typeof globalThis & { countersignFeed?: Feed };

/** One per process, also where Next bundles a second copy of this module. */
export function feed(): Feed {
  shared.countersignFeed ??= new Feed();
  return shared.countersignFeed;
}
