import { Refusal } from '../errors/refusal.ts';
import type { LockedRequest } from '../grants/locked-request.ts';
import { markRecorded } from '../identity/record-refusal.ts';
import type { DecisionOutcome, DecisionRefusal } from './decision.ts';

const excludedBecause: Record<string, string> = {
  filer: 'you filed it',
  subject: 'the agent acts for you',
  owner: 'you own the agent',
  credential_creator: "you created the agent's credential",
  editor: 'you edited the action',
  proposer: 'you proposed it',
  author: 'you wrote it',
};

/** The sentence for each refusal of a decision: what is so, and what the reviewer can do. */
const details: Record<DecisionRefusal, (request: LockedRequest, as?: string) => string> = {
  role_required: () => 'Deciding takes the reviewer role, which none of your groups has here.',
  self_approval: (_, as) => `Somebody else has to decide this: ${excludedBecause[as ?? ''] ?? 'it is yours'}.`,
  already_settled: (request) => `This request is already ${request.state.replace('_', ' ')}.`,
  expired: () => 'The deadline has passed. The agent has to ask again.',
  stale_revision: () => 'The action changed while you were reading. Look at the new revision before you decide.',
  eligibility_unknown: () =>
    'Your groups were last read longer ago than policy lets them count. Sign in again, then decide.',
  not_eligible: () => 'None of your groups can fill a slot of this request. You can still comment.',
  not_your_turn: () => 'An earlier slot has to be filled first. You can deny or ask at any time.',
  channel_not_allowed: () => 'Policy wants this approval given in the web console.',
  assurance_too_low: (request) =>
    `Policy wants a stronger sign-in for this approval (${request.requirement?.minAssurance}). Sign in again to approve.`,
  view_incomplete: () => 'Open the whole request first: what was approved has to have been on your screen.',
  reason_required: () => 'Say why, in words that others can read.',
};

/** A refused decision, its Event already written, as the reviewer is told it. */
export function decisionRefusal(
  outcome: Extract<DecisionOutcome, { kind: 'refused' }>,
  request: LockedRequest,
  settledBy: string | undefined,
): Refusal {
  const { reason, excludedAs } = outcome;
  const members: Record<string, unknown> = {};
  if (excludedAs) members.excluded_as = excludedAs;
  if (reason === 'already_settled') {
    members.state = request.state;
    if (request.settledAt) members.settled_at = request.settledAt.toISOString();
    if (settledBy) members.settled_by = settledBy;
  }
  if (reason === 'stale_revision') Object.assign(members, { revision: request.revision, digest: request.digest });
  if (reason === 'assurance_too_low') members.min_assurance = request.requirement?.minAssurance;
  return markRecorded(new Refusal(reason, details[reason](request, excludedAs), members));
}
