import type { Tx } from '../db/transaction.ts';
import type { NewEvent, SealedEvent } from './event.ts';
import { keyFor } from './keys.ts';
import { sealEvent } from './seal-event.ts';

/**
 * Seal the Events and write them, with their queue rows and disclosures, in the caller's transaction.
 *
 * If this throws, so does the change they tell of: no Event, no change. Nobody is notified here; that lock would make
 * commits wait for one another.
 */
export async function appendEvents(tx: Tx, events: readonly NewEvent[]): Promise<SealedEvent[]> {
  const sealed = events.map((event) => sealEvent(event, keyFor('event')));
  await writeSealed(tx, sealed);
  return sealed;
}

/** Write Events that a verb sealed itself because one names the leaf of another. */
export async function writeSealed(tx: Tx, sealed: readonly SealedEvent[]): Promise<void> {
  await tx.query({ name: 'append-events', text: `WITH ${eventInserts(1)} SELECT 1`, values: eventValues(sealed) });
}

/** `appendEvents` for one. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<SealedEvent> {
  const [sealed] = await appendEvents(tx, [event]);
  return sealed!;
}

/**
 * The CTEs that write sealed Events, taking `eventParameters` parameters from `$first` on; for verbs that write them together with
 * their own change in a single statement. `guard` is a FROM item that has no row when nothing may be written.
 */
export function eventInserts(first: number, guard?: string): string {
  const p = (offset: number) => `$${first + offset}`;
  const from = guard ? `, ${guard}` : '';
  return `
    new_event AS (
      INSERT INTO event (at, id, type, request_id, actor_kind, actor_id, key_id, payload, signature, leaf, leaf_hash)
      SELECT e.* FROM unnest(${p(0)}::timestamptz[], ${p(1)}::text[], ${p(2)}::text[], ${p(3)}::text[], ${p(4)}::text[],
        ${p(5)}::text[], ${p(6)}::text[], ${p(7)}::text[], ${p(8)}::bytea[], ${p(9)}::text[], ${p(10)}::bytea[])
        AS e${from}
    ),
    new_queue AS (
      INSERT INTO log_queue (event_id, event_at, leaf_hash)
      SELECT q.id, q.at, q.leaf_hash FROM unnest(${p(1)}::text[], ${p(0)}::timestamptz[], ${p(10)}::bytea[])
        WITH ORDINALITY AS q(id, at, leaf_hash, n)${from} ORDER BY q.n
    ),
    new_disclosure AS (
      INSERT INTO disclosure (event_id, pointer, digest, text, class)
      SELECT d.* FROM unnest(${p(11)}::text[], ${p(12)}::text[], ${p(13)}::text[], ${p(14)}::text[], ${p(15)}::text[])
        AS d${from}
    )`;
}

/** How many parameters `eventInserts` takes. */
export const eventParameters = 16;

/** The parameters of `eventInserts`, column by column. */
export function eventValues(sealed: readonly SealedEvent[]): unknown[] {
  const disclosures = sealed.flatMap((event) =>
    event.disclosures.map((disclosure) => ({ eventId: event.id, ...disclosure })),
  );
  return [
    sealed.map((event) => event.at),
    sealed.map((event) => event.id),
    sealed.map((event) => event.type),
    sealed.map((event) => event.requestId),
    sealed.map((event) => event.actor.kind),
    sealed.map((event) => event.actor.id),
    sealed.map((event) => event.keyId),
    sealed.map((event) => event.payload),
    sealed.map((event) => event.signature),
    sealed.map((event) => event.leaf),
    sealed.map((event) => event.leafHash),
    disclosures.map((disclosure) => disclosure.eventId),
    disclosures.map((disclosure) => disclosure.pointer),
    disclosures.map((disclosure) => disclosure.digest),
    disclosures.map((disclosure) => disclosure.text),
    disclosures.map((disclosure) => disclosure.class),
  ];
}
