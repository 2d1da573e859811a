import type { ReviewCard } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { eventInserts, eventParameters, eventValues } from '../log/append-events.ts';
import { keyFor } from '../log/keys.ts';
import { sealEvent } from '../log/seal-event.ts';
import { visibleRequest } from './get-request.ts';
import type { RequestRecord } from './request-record.ts';
import { reviewCard } from './review-card.ts';
import { readReviewer } from './reviewer.ts';

/**
 * The ReviewCard for this person. For a reviewer of an open Request, being shown it is an Event, and what a later
 * decision refers to; the same view is written once.
 *
 * @throws Refusal `not_found`
 */
export async function getCard(human: HumanActor, requestId: string): Promise<ReviewCard> {
  const record = await visibleRequest(human, requestId);
  const reviewer = await readReviewer(pool(), human, record.id, record.revision);
  const card = reviewCard(record, { personId: human.personId, reviewer: reviewer.isReviewer ? reviewer : null });
  const open = record.state === 'pending' || record.state === 'blocked' || record.state === 'approved';
  if (reviewer.isReviewer && open && !reviewer.openedLeaf.has(card.view_digest))
    await recordOpened(human, record, card);
  return card;
}

async function recordOpened(human: HumanActor, record: RequestRecord, card: ReviewCard): Promise<void> {
  const { rows } = await pool().query<{ submitted: Buffer | null; evaluated: Buffer; now: Date }>({
    name: 'leaf-of-revision',
    text: `SELECT submitted_leaf AS submitted, evaluated_leaf AS evaluated, date_trunc('milliseconds', clock_timestamp()) AS now
      FROM revision WHERE request_id = $1 AND revision = $2`,
    values: [record.id, record.revision],
  });
  const { submitted, evaluated, now } = rows[0]!;
  const opened = sealEvent(
    {
      type: 'request.opened',
      at: now,
      actor: eventActor(human),
      subject: { digest: record.digest },
      request: record.id,
      revision: record.revision,
      prev: [submitted ?? evaluated],
      data: {
        view_digest: card.view_digest,
        sections: card.action.sections.map((section) => section.id),
        complete: card.complete,
      },
    },
    keyFor('event'),
  );
  // One statement: two tabs that open the same view at once write one row and one Event between them.
  await pool().query({
    name: 'record-opened',
    text: `
      WITH opened AS (
        INSERT INTO card_view (request_id, revision, person_id, view_digest, complete, at, leaf)
        VALUES ($${eventParameters + 1}, $${eventParameters + 2}, $${eventParameters + 3}, $${eventParameters + 4},
          $${eventParameters + 5}, $${eventParameters + 6}, $${eventParameters + 7})
        ON CONFLICT DO NOTHING RETURNING 1
      ), ${eventInserts(1, 'opened')}
      SELECT 1`,
    values: [
      ...eventValues([opened]),
      record.id,
      record.revision,
      human.personId,
      card.view_digest,
      card.complete,
      now,
      opened.leafHash,
    ],
  });
}
