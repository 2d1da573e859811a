import type { Tx } from '../db/transaction.ts';
import type { HumanActor } from '../identity/actor.ts';
import { countedMembership } from '../identity/counted-membership.ts';
import { oldestRead } from '../policy/membership-age.ts';
import type { Reviewer } from './decision.ts';

/** A reviewer as they are at this moment, and where that is known from. */
export interface ReadReviewer extends Reviewer {
  memberships: { id: string; source: string; readAt: Date; since: Date }[];
  /** Leaf of the Event that showed them the card, by view digest. */
  openedLeaf: ReadonlyMap<string, Buffer>;
}

/**
 * The person behind a session, read inside the transaction: groups, standing and what they were shown.
 *
 * The session's own groups are not trusted for a decision; they may be as old as the page.
 */
export async function readReviewer(
  tx: Tx,
  human: HumanActor,
  requestId: string,
  revision: number,
): Promise<ReadReviewer> {
  const { rows } = await tx.query<ReviewerRow>({
    name: 'read-reviewer',
    text: `
      WITH root AS (SELECT coalesce(merged_into_id, id) AS id FROM person WHERE id = $1 AND disabled_at IS NULL),
      memberships AS (
        SELECT m.group_id, m.source, m.read_at, m.since FROM membership m JOIN root ON root.id = m.person_id WHERE ${countedMembership}
      )
      SELECT root.id AS "personId",
        EXISTS (SELECT 1 FROM memberships JOIN group_role g USING (group_id) WHERE g.role = 'reviewer') AS "isReviewer",
        (SELECT json_agg(json_build_object('id', group_id, 'source', source, 'readAt', read_at, 'since', since)) FROM memberships) AS memberships,
        (SELECT json_agg(json_build_object('digest', v.view_digest, 'complete', v.complete, 'leaf', encode(v.leaf, 'base64')))
         FROM card_view v JOIN person p ON p.id = v.person_id
         WHERE v.request_id = $2 AND v.revision = $3 AND coalesce(p.merged_into_id, p.id) = root.id) AS views
      FROM root`,
    values: [human.personId, requestId, revision],
  });
  const row = rows[0] ?? { personId: human.personId, isReviewer: false, memberships: null, views: null };
  const memberships = (row.memberships ?? []).map((m) => ({
    ...m,
    readAt: new Date(m.readAt),
    since: new Date(m.since),
  }));
  const views = row.views ?? [];
  const oldest = await oldestRead(tx);
  return {
    personId: row.personId,
    isReviewer: row.isReviewer,
    groups: memberships.map((m) => m.id),
    stale: oldest !== null && memberships.some((m) => m.readAt < oldest),
    channel: human.channel,
    assurance: human.assurance,
    seen: new Set(views.filter((view) => view.complete).map((view) => view.digest)),
    memberships,
    openedLeaf: new Map(views.map((view) => [view.digest, Buffer.from(view.leaf, 'base64')])),
  };
}

interface ReviewerRow {
  personId: string;
  isReviewer: boolean;
  memberships: { id: string; source: string; readAt: string; since: string }[] | null;
  views: { digest: string; complete: boolean; leaf: string }[] | null;
}
