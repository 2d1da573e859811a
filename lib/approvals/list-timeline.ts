import type { Assurance, TimelineEntry } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import type { Actor } from '../identity/actor.ts';
import { causalOrder } from '../log/causal-order.ts';
import type { EventActor } from '../log/event.ts';
import { visibleRequest } from './get-request.ts';
import { timelineSummary } from './timeline-summary.ts';

/** A page shows no more; the whole record is the log's. */
const mostEntries = 1000;

/** What reviewers do among themselves. */
const amongPeople: ReadonlySet<string> = new Set(['request.commented', 'decision.refused', 'request.opened']);

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
 * Free texts come from their disclosures and are absent once erased. Agents see what happened, not who did it, and of
 * what people wrote only what is meant for them: a denial's reason and a question. At most the newest `mostEntries`.
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
      WHERE e.request_id = $1 AND e.type <> 'call.refused' AND e.at >= (SELECT created_at - interval '10 seconds' FROM request WHERE id = $1)
      ORDER BY e.at DESC, e.id DESC LIMIT ${mostEntries}`,
    values: [requestId],
  });
  const events = rows.map((row) => {
    const { actor: by, data, prev } = JSON.parse(row.payload).predicate;
    return { ...row, by, data, prev, leaf: row.leafHash.toString('base64url') };
  });
  const forPeople = actor.kind === 'human';
  return causalOrder(events)
    .filter((event) => forPeople || !amongPeople.has(event.type))
    .map((event) => entry(event, forPeople));
}

// biome-ignore lint/suspicious/noExplicitAny: the data of an Event, in the shape its own verb wrote
type ReadEvent = EventRow & { by: EventActor; data: any; leaf: string };

function entry(event: ReadEvent, withNames: boolean): TimelineEntry {
  const anonymous = event.actorKind === 'human' && !withNames;
  const text = withNames || isForAgents(event) ? textOf(event.texts) : undefined;
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

/** What a person wrote reaches the agent where it is an answer to it; the agent's own words are its own. */
function isForAgents(event: ReadEvent): boolean {
  return event.actorKind !== 'human' || (event.type === 'decision.recorded' && event.data.decision !== 'approve');
}

/** The first free text of the Event that anybody wrote: a disclosure is base64url of `[salt, name, value]`. */
function textOf(texts: EventRow['texts']): string | undefined {
  for (const disclosure of Object.values(texts ?? {})) {
    const [, , value] = JSON.parse(Buffer.from(String(disclosure), 'base64url').toString());
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
