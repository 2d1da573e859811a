import type { RequestState, SlotForm } from '#protocol/wire.ts';
import { announceRequest } from '../db/announce.ts';
import { transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { lockRequest } from '../grants/locked-request.ts';
import { openSlots } from '../grants/open-slots.ts';
import { countedApprovals, readVotingFacts } from '../grants/votes.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { appendEvent } from '../log/append-events.ts';
import { progress } from '../policy/matching.ts';
import { slotForms } from './slot-forms.ts';

export interface WithdrawDecision {
  requestId: string;
  decisionId: string;
}

/**
 * Take back one's own decision while the Request is pending. Its row stays; its slot is open again.
 *
 * Under the same lock as deciding, so a decision is either withdrawn before the last slot is filled or not at all.
 *
 * @throws Refusal `not_found` (also for somebody else's decision), `already_settled`, `expired`, `stale_revision`
 */
export async function withdrawDecision(
  human: HumanActor,
  input: WithdrawDecision,
): Promise<{ state: RequestState; version: number; slots: SlotForm[] }> {
  return transaction(async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    const { rows } = await tx.query<{ person_id: string; revision: number; leaf: Buffer; withdrawn: boolean }>({
      name: 'own-decision',
      text: `SELECT coalesce(p.merged_into_id, p.id) AS person_id, d.revision, d.leaf, w.decision_id IS NOT NULL AS withdrawn
        FROM decision d JOIN person p ON p.id = d.person_id LEFT JOIN withdrawal w ON w.decision_id = d.id WHERE d.id = $1 AND d.request_id = $2`,
      values: [input.decisionId, input.requestId],
    });
    const decision = rows[0];
    if (!request || decision?.person_id !== human.personId) {
      throw new Refusal('not_found', 'There is no such decision of yours.');
    }
    if (request.state !== 'pending' && request.state !== 'blocked') {
      throw new Refusal('already_settled', `This request is already ${request.state.replace('_', ' ')}.`, {
        state: request.state,
      });
    }
    if (request.expiresAt && request.now >= request.expiresAt) {
      throw new Refusal('expired', 'The deadline has passed.');
    }
    if (decision.revision !== request.revision) {
      throw new Refusal('stale_revision', 'The action changed since; that decision is void already.');
    }

    const version = request.version + (decision.withdrawn ? 0 : 1);
    if (!decision.withdrawn) {
      const event = await appendEvent(tx, {
        type: 'decision.withdrawn',
        at: request.now,
        actor: eventActor(human),
        subject: { digest: request.digest },
        request: request.id,
        revision: request.revision,
        prev: [decision.leaf],
        data: { decision_leaf: decision.leaf.toString('base64url') },
      });
      await tx.query({
        name: 'insert-withdrawal',
        text: 'INSERT INTO withdrawal (decision_id, request_id, at, leaf) VALUES ($1, $2, $3, $4)',
        values: [input.decisionId, request.id, request.now, event.leafHash],
      });
    }
    const voting = await readVotingFacts(tx, request);
    const requirement = request.requirement!;
    const slots = openSlots(requirement, progress(requirement, countedApprovals(voting, requirement)));
    await tx.query({
      name: 'recount',
      text: 'UPDATE request SET version = $2, slots_filled = $3, slots_needed = $4, open_groups = $5 WHERE id = $1',
      values: [request.id, version, slots.filled, slots.needed, slots.openGroups],
    });
    await announceRequest(tx, request.id, version);
    return { state: request.state, version, slots: slotForms(request.requirement, voting) };
  });
}
