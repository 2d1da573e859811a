import { canonicalAction } from '#protocol/action.ts';
import { newId } from '#protocol/id.ts';
import type { DecisionBody } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import type { LockedRequest } from '../grants/locked-request.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { appendEvent } from '../log/append-events.ts';
import { digestOf } from '../log/digest.ts';
import type { SealedEvent } from '../log/event.ts';
import type { ReadReviewer } from './reviewer.ts';

/** A reviewer's word that `decide` let through. */
interface Word {
  human: HumanActor;
  request: LockedRequest;
  reviewer: ReadReviewer;
  input: DecisionBody;
}

/**
 * Write the Decision, its question if it is one, and its Event; returns the Event, which whatever follows rests on.
 *
 * The Event names what the reviewer was shown and the groups they were in, each with when that was read and since when it is known.
 */
export async function writeDecision(tx: Tx, id: string, word: Word): Promise<SealedEvent> {
  const recorded = await recordedEvent(tx, word);
  await insertDecision(tx, id, word, recorded);
  return recorded;
}

async function recordedEvent(tx: Tx, { human, request, reviewer, input }: Word): Promise<SealedEvent> {
  const opened = reviewer.openedLeaf.get(input.view_digest);
  const asked = request.submittedLeaf ?? request.evaluatedLeaf;
  return appendEvent(tx, {
    type: 'decision.recorded',
    at: request.now,
    actor: eventActor(human),
    subject: { digest: request.digest },
    request: request.id,
    revision: request.revision,
    policy: { id: request.policy.name, version: request.policy.version, digest: request.policy.digest },
    prev: opened ? [asked, opened] : [asked],
    data: {
      decision: input.decision,
      view_digest: input.view_digest,
      ...(opened && { opened_leaf: opened.toString('base64url') }),
      ...(input.proposal && { proposal_digest: digestOf(canonicalAction(input.proposal)) }),
      groups: reviewer.memberships.map((m) => ({
        id: m.id,
        source: m.source,
        read_at: m.readAt.toISOString(),
        since_at: m.since.toISOString(),
      })),
    },
    committed: {
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.question !== undefined && { question: input.question }),
    },
  });
}

async function insertDecision(
  tx: Tx,
  id: string,
  { human, request, reviewer, input }: Word,
  recorded: SealedEvent,
): Promise<void> {
  await tx.query({
    name: 'insert-decision',
    text: `INSERT INTO decision (id, request_id, revision, digest, view_digest, person_id, verdict, reason, channel, assurance, groups, at, leaf)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      id,
      request.id,
      request.revision,
      request.digest,
      input.view_digest,
      human.personId,
      input.decision,
      input.reason ?? null,
      reviewer.channel,
      reviewer.assurance,
      JSON.stringify(reviewer.memberships.map((m) => ({ id: m.id, source: m.source, read_at: m.readAt }))),
      request.now,
      recorded.leafHash,
    ],
  });
  if (input.decision !== 'ask') return;
  await tx.query({
    name: 'insert-question',
    text: `INSERT INTO question (id, request_id, revision, decision_id, text, proposal, asked_by_id, asked_at, leaf)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      newId('qst'),
      request.id,
      request.revision,
      id,
      input.question,
      input.proposal ? canonicalAction(input.proposal) : null,
      human.personId,
      request.now,
      recorded.leafHash,
    ],
  });
}
