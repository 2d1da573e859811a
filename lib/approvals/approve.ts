import type { Tx } from '../db/transaction.ts';
import { env } from '../env.ts';
import type { LockedRequest } from '../grants/locked-request.ts';
import { mintGrant } from '../grants/mint-grant.ts';
import { storeGrant } from '../grants/store-grant.ts';
import { countedApprovals, type VotingFacts } from '../grants/votes.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { writeSealed } from '../log/append-events.ts';
import { keyFor } from '../log/keys.ts';
import { sealEvent } from '../log/seal-event.ts';
import { systemActor } from '../log/system-actor.ts';
import { policyInForce } from '../policy/active.ts';
import { nextOpening } from '../policy/calendar.ts';
import type { Progress } from '../policy/matching.ts';

export interface LastSlot {
  voting: VotingFacts;
  progress: Progress;
  settledBy: string;
}

/**
 * Turn a Request whose last slot was just filled into an approved one, with its grant.
 *
 * State, grant and both Events are one transaction of the caller's, so a crash leaves either a pending Request or exactly
 * one grant. The grant opens when the Requirement's cooling-off ends, and its time to live starts there.
 */
export async function approve(tx: Tx, request: LockedRequest, human: HumanActor, last: LastSlot): Promise<void> {
  const requirement = request.requirement!;
  const terms = { ...requirement.grant, uses: await usesLeft(tx, request.id, requirement.grant.uses) };
  const approvals = countedApprovals(last.voting, requirement);
  const fills = last.progress.slots.map((unit) => {
    const vote = approvals.find((approval) => approval.personId === unit.filledBy)!;
    return { unit, vote };
  });

  const approved = sealEvent(
    {
      type: 'request.approved',
      at: request.now,
      actor: eventActor(human),
      subject: { digest: request.digest },
      request: request.id,
      revision: request.revision,
      policy: { id: request.policy.name, version: request.policy.version, digest: request.policy.digest },
      prev: [...new Set(fills.map(({ vote }) => vote.leaf))],
      data: {
        fills: fills.map(({ unit, vote }) => ({
          requirement_id: unit.requirementId,
          slot_id: unit.slotId,
          reviewer_id: vote.personId,
          decision_leaf: vote.leaf.toString('base64url'),
        })),
      },
    },
    keyFor('event'),
  );

  const grant = mintGrant(
    {
      issuer: env().PUBLIC_URL,
      requestId: request.id,
      revision: request.revision,
      digest: request.digest,
      action: request.action,
      agentId: request.agentId,
      executor: { id: request.executorId, grade: request.executorGrade },
      policy: request.policy,
      basis: 'decisions',
      approvals: fills.map(({ unit, vote }) => ({
        slot: unit.id,
        decision: vote.decisionId,
        assurance: vote.assurance,
      })),
      terms,
      groundLeaf: approved.leafHash,
      now: request.now,
      notBefore: await opensAt(tx, request),
      actor: systemActor,
    },
    keyFor('grant'),
  );
  const issued = sealEvent(grant.event, keyFor('event'));

  await writeSealed(tx, [approved, issued]);
  await storeGrant(tx, grant, issued, {
    requestId: request.id,
    revision: request.revision,
    digest: request.digest,
    agentId: request.agentId,
    executorId: request.executorId,
    basis: 'decisions',
    terms,
  });
  await tx.query({
    name: 'approve-request',
    text: `UPDATE request SET state = 'approved', version = $2, settled_at = $3, settled_by = $4, decided_by = 'people',
        slots_filled = slots_needed, open_groups = '{}', ground_leaf = $5 WHERE id = $1`,
    values: [request.id, request.version, request.now, last.settledBy, approved.leafHash],
  });
}

/** Uses that an earlier grant of this Request spent are spent: a reopened one gets what was left. */
async function usesLeft(tx: Tx, requestId: string, uses: number): Promise<number> {
  const { rows } = await tx.query<{ spent: number }>({
    name: 'uses-spent',
    text: 'SELECT count(*)::int AS spent FROM redemption WHERE request_id = $1',
    values: [requestId],
  });
  return Math.max(uses - rows[0]!.spent, 1);
}

/** When the grant opens: after the cooling-off, and once every calendar of the Requirement is open. */
async function opensAt(tx: Tx, request: LockedRequest): Promise<Date> {
  const cooled = request.notBefore && request.notBefore > request.now ? request.notBefore : request.now;
  const names = request.requirement?.within ?? [];
  if (names.length === 0) return cooled;
  const { document } = await policyInForce(tx);
  const calendars = names.flatMap((name) => document.calendars?.[name] ?? []);
  // Where there is no next opening the grant never gets in: redemption asks the calendars again.
  return nextOpening(calendars, document.timezone ?? 'UTC', cooled) ?? cooled;
}
