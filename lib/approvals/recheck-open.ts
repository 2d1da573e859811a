import { announceRequest } from '../db/announce.ts';
import { pool } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type LockedRequest, lockRequest } from '../grants/locked-request.ts';
import { openSlots } from '../grants/open-slots.ts';
import { countedApprovals, readVotingFacts, type VotingFacts } from '../grants/votes.ts';
import { type Directory, directory } from '../identity/directory.ts';
import { appendEvents } from '../log/append-events.ts';
import type { NewEvent } from '../log/event.ts';
import { systemActor } from '../log/system-actor.ts';
import { dueSteps, widened } from '../policy/escalation.ts';
import { couldCover, progress } from '../policy/matching.ts';
import type { MergedRequirement } from '../policy/requirement.ts';
import { eligiblePeople } from './filing.ts';
import { runningSeconds } from './pause.ts';

/**
 * Bring open Requests up to date with people and time: blocked when nobody could fill an open slot any more, pending
 * again when somebody could, and each escalation step run once. Returns how many changed.
 *
 * Every Request is read again under its lock before it is changed, so it may run on any number of replicas. A decision
 * never waits for this: eligibility is judged when somebody decides.
 */
export async function recheckOpenRequests(): Promise<number> {
  const people = await directory();
  const { rows } = await pool().query<OpenRow>({
    name: 'open-requests',
    text: `SELECT r.id, r.state, r.requirement, r.escalation_step AS "escalationStep",
        extract(epoch FROM clock_timestamp() - v.created_at)::float8 AS "ageSeconds",
        ARRAY(SELECT x.person_id FROM exclusion x WHERE x.request_id = r.id) AS excluded
      FROM request r JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
      WHERE r.state IN ('pending', 'blocked') AND r.expires_at > clock_timestamp()
      ORDER BY r.expires_at, r.risk_score DESC, r.id LIMIT 10000`,
  });
  let changed = 0;
  for (const row of rows) if (mayChange(row, people) && (await recheckOne(row.id, people))) changed++;
  return changed;
}

interface OpenRow {
  id: string;
  state: 'pending' | 'blocked';
  requirement: MergedRequirement;
  escalationStep: number;
  ageSeconds: number;
  excluded: string[];
}

/** A look without the lock, so that only what is likely to change is locked at all. */
function mayChange(row: OpenRow, people: Directory): boolean {
  const eligible = eligiblePeople(
    people,
    row.excluded.map((personId) => ({ personId })),
  );
  const covered = couldCover(row.requirement, eligible);
  return (
    covered !== (row.state === 'pending') || dueSteps(row.requirement, row.escalationStep, row.ageSeconds).length > 0
  );
}

async function recheckOne(id: string, people: Directory): Promise<boolean> {
  return transaction(async (tx) => {
    const request = await lockRequest(tx, id);
    if (!request?.requirement || (request.state !== 'pending' && request.state !== 'blocked')) return false;
    if (request.expiresAt && request.expiresAt <= request.now) return false;
    const voting = await readVotingFacts(tx, request);
    const events: NewEvent[] = [];

    const steps = dueSteps(request.requirement, request.escalationStep, runningSeconds(request));
    const requirement = steps.reduce(widened, request.requirement);
    for (const [index, step] of steps.entries()) {
      const groups = step.with ? [...step.with.idp, ...step.with.people] : [];
      const told = step.notify?.flatMap((group) => group.idp.flatMap((idp) => people.groups.get(idp) ?? [])) ?? [];
      events.push({
        ...about(request),
        type: 'request.escalated',
        data: { step: request.escalationStep + index + 1, added_groups: groups, notified_id: [...new Set(told)] },
      });
    }

    const excluded = [...voting.excluded.keys()].map((personId) => ({ personId }));
    const eligible = eligiblePeople(people, excluded);
    const state = couldCover(requirement, eligible) ? 'pending' : 'blocked';
    if (state !== request.state) {
      events.push({
        ...about(request),
        type: state === 'blocked' ? 'request.blocked' : 'request.unblocked',
        data: blockedData(requirement, voting, eligible.length),
      });
    }
    if (events.length === 0) return false;

    await appendEvents(tx, events);
    const slots = openSlots(requirement, progress(requirement, countedApprovals(voting, requirement)));
    const version = request.version + 1;
    await tx.query({
      name: 'recheck-request',
      text: `UPDATE request SET state = $2, version = $3, requirement = $4, escalation_step = $5, slots_filled = $6,
        slots_needed = $7, open_groups = $8 WHERE id = $1`,
      values: [
        id,
        state,
        version,
        JSON.stringify(requirement),
        request.escalationStep + steps.length,
        slots.filled,
        slots.needed,
        slots.openGroups,
      ],
    });
    await announceRequest(tx, id, version);
    return true;
  });
}

function about(request: LockedRequest) {
  return {
    at: request.now,
    actor: systemActor,
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [request.submittedLeaf ?? request.evaluatedLeaf],
  };
}

function blockedData(requirement: MergedRequirement, voting: VotingFacts, eligible: number) {
  const units = progress(requirement, countedApprovals(voting, requirement)).slots;
  const open = units.find((unit) => unit.filledBy === undefined) ?? units[0]!;
  return {
    requirement_id: open.requirementId,
    slot_id: open.slotId,
    eligible,
    needed: units.length,
    cause: 'people_changed',
  };
}
