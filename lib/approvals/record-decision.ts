import { newId } from '#protocol/id.ts';
import type { DecisionBody, DecisionForm, RequestState, SlotForm } from '#protocol/wire.ts';
import { announceRequest } from '../db/announce.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { type LockedRequest, lockRequest } from '../grants/locked-request.ts';
import { openSlots } from '../grants/open-slots.ts';
import { revokeLiveGrant } from '../grants/revoke-live-grant.ts';
import { readVotingFacts, type Vote, type VotingFacts } from '../grants/votes.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { appendEvent } from '../log/append-events.ts';
import { approve } from './approve.ts';
import { type DecisionOutcome, decide } from './decision.ts';
import { decisionRefusal } from './decision-refusal.ts';
import { pausedUntil } from './pause.ts';
import { type ReadReviewer, readReviewer } from './reviewer.ts';
import { settlerOf } from './settler.ts';
import { slotForms } from './slot-forms.ts';
import { writeDecision } from './write-decision.ts';

export interface RecordDecision extends DecisionBody {
  requestId: string;
}

export interface DecisionAnswer {
  decision: DecisionForm;
  state: RequestState;
  version: number;
  slots: SlotForm[];
}

/**
 * Record a reviewer's decision and, when it fills the last slot, issue the grant.
 *
 * The Request row stays locked from reading the facts to writing the decision, so two reviewers deciding at once are
 * counted one after the other. A refused attempt is evidence too: its Event is committed before the refusal is thrown.
 *
 * @throws Refusal with the first reason of `decide`, or `not_found`
 */
export async function recordDecision(human: HumanActor, input: RecordDecision): Promise<DecisionAnswer> {
  const answer = await transaction(async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    if (!request) throw new Refusal('not_found', 'There is no such request.');
    const voting = await readVotingFacts(tx, request);
    const reviewer = await readReviewer(tx, human, request.id, request.revision);
    const outcome = decide({ ...request, ...voting }, reviewer, {
      verdict: input.decision,
      revision: input.revision,
      digest: input.digest,
      viewDigest: input.view_digest,
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.question !== undefined && { question: input.question }),
    });
    switch (outcome.kind) {
      case 'refused':
        return refuse(tx, human, request, outcome, input);
      case 'repeated':
        return firstAnswer(tx, request, outcome.decisionId);
      case 'recorded':
        return write(tx, human, request, voting, reviewer, outcome, input);
    }
  });
  if (answer instanceof Refusal) throw answer;
  return answer;
}

async function refuse(
  tx: Tx,
  human: HumanActor,
  request: LockedRequest,
  outcome: Extract<DecisionOutcome, { kind: 'refused' }>,
  input: RecordDecision,
): Promise<Refusal> {
  await appendEvent(tx, {
    type: 'decision.refused',
    at: request.now,
    actor: eventActor(human),
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    prev: [request.submittedLeaf ?? request.evaluatedLeaf],
    data: {
      attempted: input.decision,
      reason: outcome.reason,
      ...(outcome.excludedAs && { excluded_as: outcome.excludedAs }),
      shown_digest: input.digest,
      shown_revision: input.revision,
      view_digest: input.view_digest,
    },
  });
  return decisionRefusal(outcome, request, await settlerOf(tx, request));
}

/** The same word again changes nothing and answers as the first did. */
async function firstAnswer(tx: Tx, request: LockedRequest, decisionId: string): Promise<DecisionAnswer> {
  const { rows } = await tx.query({
    name: 'read-decision',
    text: 'SELECT * FROM decision WHERE id = $1',
    values: [decisionId],
  });
  const voting = await readVotingFacts(tx, request);
  return {
    decision: {
      id: decisionId,
      decision: rows[0].verdict,
      revision: rows[0].revision,
      ...(rows[0].reason !== null && { reason: rows[0].reason }),
      channel: rows[0].channel,
      assurance: rows[0].assurance,
      at: rows[0].at.toISOString(),
    },
    state: request.state,
    version: request.version,
    slots: slotForms(request.requirement, voting),
  };
}

async function write(
  tx: Tx,
  human: HumanActor,
  request: LockedRequest,
  voting: VotingFacts,
  reviewer: ReadReviewer,
  outcome: Extract<DecisionOutcome, { kind: 'recorded' }>,
  input: RecordDecision,
): Promise<DecisionAnswer> {
  const id = newId('dec');
  const recorded = await writeDecision(tx, id, { human, request, reviewer, input });
  const version = request.version + 1;
  const settled = { at: request.now, by: reviewer.personId };
  // The very reading that `decide` judged: a second one might no longer know somebody it counted.
  const after = withVote(voting, { id, human, request, reviewer, input, leaf: recorded.leafHash });

  let state: RequestState = request.state;
  switch (outcome.next) {
    case 'approved':
      state = 'approved';
      await approve(tx, { ...request, version }, human, {
        voting: after,
        progress: outcome.progress,
        settledBy: settled.by,
      });
      break;
    case 'denied': {
      state = 'denied';
      await appendEvent(tx, {
        type: 'request.denied',
        at: request.now,
        actor: eventActor(human),
        subject: { digest: request.digest },
        request: request.id,
        revision: request.revision,
        prev: [recorded.leafHash],
        data: { decision_leaf: [recorded.leafHash.toString('base64url')] },
      });
      await settle(tx, request.id, 'denied', version, settled);
      break;
    }
    case 'revoked':
      state = 'revoked';
      await revokeLiveGrant(tx, request, { actor: eventActor(human), cause: 'deny', prev: recorded.leafHash });
      await settle(tx, request.id, 'revoked', version, settled);
      break;
    case 'waiting': {
      const slots = openSlots(request.requirement!, outcome.progress);
      const pause = input.decision === 'ask' ? pausedUntil(request) : null;
      await tx.query({
        name: 'count-votes',
        text: `UPDATE request SET version = $2, slots_filled = $3, slots_needed = $4, open_groups = $5,
          paused_at = coalesce($6, paused_at), expires_at = coalesce($7, expires_at) WHERE id = $1`,
        values: [request.id, version, slots.filled, slots.needed, slots.openGroups, pause && request.now, pause],
      });
      break;
    }
  }
  await announceRequest(tx, request.id, version);
  return {
    decision: {
      id,
      decision: input.decision,
      revision: request.revision,
      ...(input.reason !== undefined && { reason: input.reason }),
      channel: reviewer.channel,
      assurance: reviewer.assurance,
      at: request.now.toISOString(),
      reviewer: { id: human.personId, name: human.name },
    },
    state,
    version,
    slots: slotForms(request.requirement, after),
  };
}

interface NewVote {
  id: string;
  human: HumanActor;
  request: LockedRequest;
  reviewer: ReadReviewer;
  input: RecordDecision;
  leaf: Buffer;
}

/** The votes as they are once this one is written. */
function withVote(
  { votes, excluded }: VotingFacts,
  { id, human, request, reviewer, input, leaf }: NewVote,
): VotingFacts {
  const { personId, groups, assurance, channel } = reviewer;
  const vote: Vote = {
    decisionId: id,
    personId,
    name: human.name,
    verdict: input.decision,
    ...(input.reason !== undefined && { reason: input.reason }),
    assurance,
    channel,
    at: request.now,
    leaf,
    groups: [...groups],
    groupsThen: [...groups],
    active: true,
  };
  return { votes: [...votes.filter((other) => other.personId !== personId), vote], excluded };
}

async function settle(
  tx: Tx,
  id: string,
  state: RequestState,
  version: number,
  settled: { at: Date; by: string },
): Promise<void> {
  await tx.query({
    name: 'settle-request',
    text: `UPDATE request SET state = $2, version = $3, settled_at = $4, settled_by = $5, decided_by = 'people', open_groups = '{}'
      WHERE id = $1`,
    values: [id, state, version, settled.at, settled.by],
  });
}
