import { isBlank } from '#protocol/is-blank.ts';
import type { Assurance, Channel, RequestState, Verdict } from '#protocol/wire.ts';
import type { ProblemCode } from '../errors/refusal.ts';
import type { ExcludedAs, Vote, VotingFacts } from '../grants/votes.ts';
import { countedApprovals } from '../grants/votes.ts';
import { isDenied, isEligible, type Progress, progress, turn } from '../policy/matching.ts';
import { assuranceLevels, type MergedRequirement } from '../policy/requirement.ts';

/** What is known of the Request, read under its row lock. */
export interface DecidingFacts extends VotingFacts {
  state: RequestState;
  revision: number;
  digest: string;
  requirement: MergedRequirement | null;
  expiresAt: Date | null;
  /** Database time, read after the lock. */
  now: Date;
}

/** Who decides, as the directory and their session say. */
export interface Reviewer {
  /** The person all their accounts belong to. */
  personId: string;
  isReviewer: boolean;
  groups: readonly string[];
  /** Their groups were read longer ago than the policy in force lets them count. */
  stale?: boolean;
  channel: Channel;
  assurance: Assurance;
  /** View digests of complete cards this person opened on this revision. */
  seen: ReadonlySet<string>;
}

/** The word itself, as it was sent. */
export interface Word {
  verdict: Verdict;
  revision: number;
  digest: string;
  viewDigest: string;
  reason?: string;
  question?: string;
}

export type DecisionRefusal = Extract<
  ProblemCode,
  | 'role_required'
  | 'self_approval'
  | 'already_settled'
  | 'expired'
  | 'stale_revision'
  | 'eligibility_unknown'
  | 'not_eligible'
  | 'not_your_turn'
  | 'channel_not_allowed'
  | 'assurance_too_low'
  | 'view_incomplete'
  | 'reason_required'
>;

export type DecisionOutcome =
  | { kind: 'refused'; reason: DecisionRefusal; excludedAs?: ExcludedAs }
  /** The same word again: the first answer stands. */
  | { kind: 'repeated'; decisionId: string }
  | { kind: 'recorded'; next: 'waiting' | 'approved' | 'denied' | 'revoked'; progress: Progress };

type Check = (facts: DecidingFacts, reviewer: Reviewer, word: Word) => boolean;

/**
 * What stops a decision, in the order a reader would ask.
 * The first rule that holds names the refusal, so a refusal always has exactly one recorded reason.
 */
const refusals: readonly (readonly [DecisionRefusal, Check])[] = [
  ['role_required', (_, reviewer) => !reviewer.isReviewer],
  ['self_approval', (facts, reviewer) => facts.excluded.has(reviewer.personId)],
  ['already_settled', (facts, _, word) => !isOpen(facts) && facts.state !== 'expired' && !stopsApproved(facts, word)],
  // An approved Request is past the question of time: its grant has a clock of its own.
  ['expired', (facts) => facts.state === 'expired' || (isOpen(facts) && isPast(facts))],
  // The reviewer names the digest that was on screen; if the Action changed underneath, the word is about something else.
  ['stale_revision', (facts, _, word) => word.digest !== facts.digest || word.revision !== facts.revision],
  // What was last heard of their groups is too old to say whether they may: unknown means no.
  ['eligibility_unknown', (_, reviewer) => reviewer.stale === true],
  ['not_eligible', (facts, reviewer) => !facts.requirement || !isEligible(facts.requirement, reviewer)],
  [
    'not_your_turn',
    (facts, reviewer, word) => word.verdict === 'approve' && turnOf(facts, reviewer) === 'not_your_turn',
  ],
  ['channel_not_allowed', (facts, reviewer, word) => word.verdict === 'approve' && !inChannel(facts, reviewer)],
  ['assurance_too_low', (facts, reviewer, word) => word.verdict === 'approve' && !isSure(facts, reviewer)],
  ['view_incomplete', (_, reviewer, word) => word.verdict === 'approve' && !reviewer.seen.has(word.viewDigest)],
  ['reason_required', (facts, _, word) => lacksReason(facts, word)],
];

/**
 * What one reviewer's word does to a Request. Pure: the caller holds the lock and writes what comes out.
 *
 * A deny between approval and redemption revokes: somebody saw a reason to stop. Votes of people who are no longer
 * active, eligible or free of exclusions do not count, whatever they were when given.
 */
export function decide(facts: DecidingFacts, reviewer: Reviewer, word: Word): DecisionOutcome {
  const previous = facts.votes.find((vote) => vote.personId === reviewer.personId);
  if (isRepeated(facts, reviewer, previous, word)) return { kind: 'repeated', decisionId: previous!.decisionId };

  for (const [reason, holds] of refusals) {
    if (!holds(facts, reviewer, word)) continue;
    const excludedAs = reason === 'self_approval' ? facts.excluded.get(reviewer.personId) : undefined;
    return { kind: 'refused', reason, ...(excludedAs && { excludedAs }) };
  }

  const requirement = facts.requirement!;
  const others = facts.votes.filter((vote) => vote.personId !== reviewer.personId);
  const approvals = countedApprovals({ votes: others, excluded: facts.excluded }, requirement);
  const here = { personId: reviewer.personId, groups: reviewer.groups };
  const after = progress(requirement, word.verdict === 'approve' ? [...approvals, here] : approvals);

  if (facts.state === 'approved') return { kind: 'recorded', next: 'revoked', progress: after };
  if (word.verdict === 'deny' && endsIt(facts, others, reviewer))
    return { kind: 'recorded', next: 'denied', progress: after };
  if (word.verdict === 'approve' && after.met) return { kind: 'recorded', next: 'approved', progress: after };
  return { kind: 'recorded', next: 'waiting', progress: after };
}

function isOpen({ state }: DecidingFacts): boolean {
  return state === 'pending' || state === 'blocked';
}

function isPast({ expiresAt, now }: DecidingFacts): boolean {
  return expiresAt !== null && now >= expiresAt;
}

/** A deny may still stop what was approved and not yet redeemed. */
function stopsApproved({ state }: DecidingFacts, { verdict }: Word): boolean {
  return state === 'approved' && verdict === 'deny';
}

/** The same person's same word on the same revision: two tabs, a double click, a retry. Questions may be repeated. */
function isRepeated(facts: DecidingFacts, reviewer: Reviewer, previous: Vote | undefined, word: Word): boolean {
  return (
    previous !== undefined &&
    word.verdict !== 'ask' &&
    previous.verdict === word.verdict &&
    word.digest === facts.digest &&
    word.revision === facts.revision &&
    !isNews(facts, reviewer, previous)
  );
}

/**
 * While the Request is open the same word can be a new one: this person may not say it any more, policy asks more of an
 * approve than theirs gave, or everybody needed is back in their group and only a word is missing.
 */
function isNews(facts: DecidingFacts, reviewer: Reviewer, previous: Vote): boolean {
  const { requirement } = facts;
  if (!isOpen(facts) || !requirement) return false;
  if (isPast(facts) || !reviewer.isReviewer || reviewer.stale || !isEligible(requirement, reviewer)) return true;
  if (facts.excluded.has(reviewer.personId)) return true;
  if (previous.verdict === 'deny') return isDenied(requirement, deniers(facts));
  const counted = countedApprovals(facts, requirement);
  return !counted.includes(previous) || progress(requirement, counted).met;
}

function turnOf(facts: DecidingFacts, reviewer: Reviewer) {
  const others = facts.votes.filter((vote) => vote.personId !== reviewer.personId);
  const requirement = facts.requirement!;
  return turn(requirement, countedApprovals({ votes: others, excluded: facts.excluded }, requirement), reviewer);
}

/** `web` is always in (policy.md section 4). */
function inChannel({ requirement }: DecidingFacts, { channel }: Reviewer): boolean {
  return channel === 'web' || requirement!.channels.includes(channel);
}

function isSure({ requirement }: DecidingFacts, { assurance }: Reviewer): boolean {
  return assuranceLevels.indexOf(assurance) >= assuranceLevels.indexOf(requirement!.minAssurance);
}

function lacksReason({ requirement }: DecidingFacts, word: Word): boolean {
  if (word.verdict === 'ask') return isBlank(word.question);
  return (word.verdict === 'deny' || requirement!.reason === 'always') && isBlank(word.reason);
}

/** This deny and the others, by people of standing, are as many as some Requirement ends on. */
function endsIt(facts: DecidingFacts, others: Vote[], reviewer: Reviewer): boolean {
  return isDenied(facts.requirement!, [...deniers({ ...facts, votes: others }), reviewer]);
}

function deniers({ votes, excluded }: VotingFacts): Vote[] {
  return votes.filter((vote) => vote.verdict === 'deny' && vote.active && !excluded.has(vote.personId));
}
