/**
 * SQL that is true of a membership `m` that counts.
 *
 * One that a person gained through a Request on which they themselves may not decide does not: it would be a way to
 * give oneself the standing to approve (edge case B7).
 */
export const countedMembership = `NOT EXISTS (
  SELECT FROM exclusion x JOIN person xp ON xp.id = x.person_id
  WHERE x.request_id = m.via_request_id AND m.person_id IN (xp.id, xp.merged_into_id))`;
