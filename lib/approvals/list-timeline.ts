import type { Assurance, TimelineEntry } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { Actor } from '../identity/actor.ts';
import { causalOrder } from '../log/causal-order.ts';
import type { EventActor } from '../log/event.ts';
import { visibleRequest } from './get-request.ts';
import { timelineSummary } from './timeline-summary.ts';

interface EventRow {
  id: string;
  type: string;
  at: Date;
  actorKind: string;
  actorId: string;
  payload: string;
  leafHash: Buffer;
  name: string | null;
  texts: Record<string, unknown> | null;
}

/**
 * What happened to a Request, oldest first, each step with the leaf it has in the log.
 *
 * Free texts come from their disclosures and are absent once erased. Agents see what happened, not who did it.
 *
 * @throws Refusal `not_found`
 */
export async function listTimeline(actor: Actor, requestId: string): Promise<TimelineEntry[]> {
  await visibleRequest(actor, requestId);
  const { rows } = await pool().query<EventRow>({
    name: 'list-timeline',
    text: `SELECT e.id, e.type, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.payload, e.leaf_hash AS "leafHash",
        coalesce(p.name, a.name, x.name) AS name,
        (SELECT json_object_agg(d.pointer, d.text) FROM disclosure d WHERE d.event_id = e.id AND d.class = 'text'
          AND d.pointer IN ('/predicate/data/reason', '/predicate/data/question', '/predicate/data/answer',
            '/predicate/data/text', '/predicate/data/summary')) AS texts
      FROM event e
      LEFT JOIN person p ON p.id = e.actor_id LEFT JOIN agent a ON a.id = e.actor_id LEFT JOIN executor x ON x.id = e.actor_id
      WHERE e.request_id = $1 AND e.at >= (SELECT created_at - interval '10 seconds' FROM request WHERE id = $1)
      ORDER BY e.at, e.id`,
    values: [requestId],
  });
  const events = rows.map((row) => {
    const { actor: by, data, prev } = JSON.parse(row.payload).predicate;
    return { ...row, by, data, prev, leaf: row.leafHash.toString('base64url') };
  });
  return causalOrder(events).map((event) => entry(event, actor.kind === 'human'));
}

// biome-ignore lint/suspicious/noExplicitAny: the data of an Event, in the shape its own verb wrote
type ReadEvent = EventRow & { by: EventActor; data: any; leaf: string };

function entry(event: ReadEvent, withNames: boolean): TimelineEntry {
  const anonymous = event.actorKind === 'human' && !withNames;
  const text = textOf(event.texts);
  return {
    id: event.id,
    type: event.type,
    at: event.at.toISOString(),
    actor: anonymous
      ? { kind: 'human', id: 'reviewer' }
      : { kind: event.actorKind, id: event.actorId, ...(event.name && { name: event.name }) },
    via: event.by.via,
    ...(event.by.assurance && { assurance: event.by.assurance as Assurance }),
    summary: timelineSummary(event.type, event.data),
    ...(text && { text }),
    leaf: event.leaf,
  };
}

/** The first free text of the Event that anybody wrote: a disclosure is base64url of `[salt, name, value]`. */
function textOf(texts: EventRow['texts']): string | undefined {
  for (const disclosure of Object.values(texts ?? {})) {
    const [, , value] = JSON.parse(Buffer.from(String(disclosure), 'base64url').toString());
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
