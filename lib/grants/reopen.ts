import { announceRequest } from '../db/announce.ts';
import type { Tx } from '../db/transaction.ts';
import { appendEvent } from '../log/append-events.ts';
import { systemActor } from '../log/system-actor.ts';
import { ranUntil } from '../policy/escalation.ts';
import { progress } from '../policy/matching.ts';
import type { MergedRequirement } from '../policy/requirement.ts';
import type { LockedRequest } from './locked-request.ts';
import { openSlots } from './open-slots.ts';
import { revokeLiveGrant } from './revoke-live-grant.ts';
import { countedApprovals, type VotingFacts } from './votes.ts';

/**
 * Void the grant and put the Request back before people, with only the gap open.
 *
 * The Decisions on record stay and count for what they are; the deadline starts anew, since nobody could have met it.
 * Steps of escalation that ran do not run again; those that did not, run by the new clock.
 */
export async function reopen(
  tx: Tx,
  request: LockedRequest,
  cause: 'policy_stricter' | 'approver_ineligible',
  requirement: MergedRequirement,
  voting: VotingFacts,
): Promise<void> {
  await revokeLiveGrant(tx, request, {
    actor: systemActor,
    cause: cause === 'policy_stricter' ? 'policy' : 'approver_ineligible',
  });
  const { rows } = await tx.query<{ id: string }>({
    name: 'last-grant',
    text: 'SELECT id FROM "grant" WHERE request_id = $1 ORDER BY issued_at DESC LIMIT 1',
    values: [request.id],
  });
  const expiresAt = new Date(request.now.getTime() + requirement.deadlineSeconds * 1000);
  await appendEvent(tx, {
    type: 'request.reopened',
    at: request.now,
    actor: systemActor,
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [request.groundLeaf ?? request.evaluatedLeaf],
    data: {
      grant_id: rows[0]!.id,
      cause,
      requirements: requirement.requirements.map((one) => one.id),
      deadline_at: expiresAt.toISOString(),
    },
  });
  const slots = openSlots(requirement, progress(requirement, countedApprovals(voting, requirement)));
  const version = request.version + 1;
  const until = request.requirement ? ranUntil(request.requirement, request.escalationStep) : 0;
  const stepsRun = requirement.escalate.filter((step) => step.afterSeconds <= until).length;
  await tx.query({
    name: 'reopen-request',
    text: `UPDATE request SET state = 'pending', effect = 'require', version = $2, requirement = $3, slots_filled = $4, slots_needed = $5,
        open_groups = $6, expires_at = $7, settled_at = NULL, settled_by = NULL, decided_by = NULL, ground_leaf = NULL,
        paused_at = NULL, escalation_step = $8,
        paused_seconds = CASE WHEN paused_at IS NOT NULL OR paused_seconds IS NOT NULL THEN 0 END
      WHERE id = $1`,
    values: [
      request.id,
      version,
      JSON.stringify(requirement),
      slots.filled,
      slots.needed,
      slots.openGroups,
      expiresAt,
      stepsRun,
    ],
  });
  await announceRequest(tx, request.id, version);
}
