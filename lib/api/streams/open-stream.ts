import type { Actor } from '../../identity/actor.ts';
import type { Change } from '../../log/list-changes.ts';
import { holdOpen } from '../open-calls.ts';
import { type Batch, feed, type Subscriber } from './feed.ts';
import { type Position, readPosition, writePosition } from './position.ts';

export interface StreamOrder {
  actor: Actor;
  audience: Subscriber['audience'];
  queue: boolean;
  /** Sent first, unless the client resumes: where the one Request of this stream stands. */
  opening?: { id: string; version: number; state: string } | undefined;
  lastEventId: string | undefined;
  /** Nobody will read it, so nothing is opened. */
  head: boolean;
  gone: AbortSignal;
  /** Whether the credential is still good; asked at each heartbeat. */
  again(): Promise<unknown>;
}

const heartbeatMilliseconds = 15_000;
const longestMilliseconds = 600_000;
const resumableMilliseconds = 24 * 3_600_000;
/** A client that does not read this many messages is cut off; it comes back and goes on where it was. */
const mostUnread = 10_000;

const ends = new Set<() => void>();
let closing = false;

/**
 * A stream of what happens to the Requests the caller may see: ids, versions and states, never parameters or grants.
 *
 * Each message has an id to resume from within 24 hours, on any replica, with nothing missed and nothing twice. The
 * stream ends after ten minutes, when the credential no longer holds, or at shutdown; clients then come back.
 */
export function openStream(order: StreamOrder): Response {
  if (order.head) return new Response(null, { status: 200, headers: streamHeaders });
  const release = holdOpen(order.actor);
  const resume = resumable(order.lastEventId);
  const encoder = new TextEncoder();
  let end = () => {};

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let position: Position | undefined;
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -mostUnread) end();
          else controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = feed().subscribe({
          audience: order.audience,
          queue: order.queue,
          resume,
          tell(changes, batch) {
            for (const change of changes) write(message(change, batch));
            const first = position === undefined;
            position = { since: batch.until, until: batch.until.snapshot };
            if (first) write(`id: ${writePosition(position)}\n\n`);
          },
          tellQueue: () => write('event: queue\ndata: {}\n\n'),
          // It comes back at the place where this ends, and reads everything again.
          reset({ until }) {
            write(`event: reset\nid: ${writePosition({ since: until, until: until.snapshot })}\ndata: {}\n\n`);
            end();
          },
          end: () => end(),
        });
        const heartbeat = setInterval(() => {
          write(position ? `: still here\nid: ${writePosition(position)}\n\n` : ': still here\n\n');
          order.again().catch(() => end());
        }, heartbeatMilliseconds).unref();
        const longest = setTimeout(() => end(), longestMilliseconds).unref();

        end = () => {
          if (!ends.delete(end)) return;
          clearInterval(heartbeat);
          clearTimeout(longest);
          unsubscribe();
          release();
          try {
            controller.close();
          } catch {
            // The client was quicker.
          }
        };
        ends.add(end);
        write('retry: 1000\n\n');
        if (order.opening && !resume) write(`event: request\ndata: ${JSON.stringify(order.opening)}\n\n`);
        order.gone.addEventListener('abort', () => end(), { once: true });
        if (closing || order.gone.aborted) end();
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { status: 200, headers: streamHeaders });
}

/** End every open stream, and those that come later at once. For shutdown. */
export function endStreams(): void {
  closing = true;
  for (const end of [...ends]) end();
}

// no-transform keeps Next from compressing, and so from buffering; the last one is for proxies.
const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

function resumable(lastEventId: string | undefined): Position | undefined {
  const position = lastEventId ? readPosition(lastEventId) : undefined;
  return position && Date.now() - position.since.at.getTime() < resumableMilliseconds ? position : undefined;
}

function message(change: Change, { since, until }: Batch): string {
  const position = writePosition({ since, until: until.snapshot, last: { at: change.at, id: change.id } });
  const { requestId, version, state, type } = change;
  return `event: ${kindOf(type)}\nid: ${position}\ndata: ${JSON.stringify({ id: requestId, version, state, type })}\n\n`;
}

function kindOf(type: Change['type']): 'request' | 'question' | 'grant' {
  if (type === 'request.answered') return 'question';
  return type.startsWith('grant.') ? 'grant' : 'request';
}
