import type { RequestState, ReviewCard } from '#protocol/wire.ts';

const afterwards: Record<RequestState, string | undefined> = {
  pending: undefined,
  blocked: undefined,
  approved: 'Approved. Where it stands is shown above.',
  redeemed: 'It is running. Where it stands is shown above.',
  denied: 'Settled. This page is its record.',
  expired: 'Settled. This page is its record.',
  cancelled: 'Settled. This page is its record.',
  succeeded: 'Settled. This page is its record.',
  failed: 'Settled. This page is its record.',
  outcome_unknown: 'Settled. This page is its record.',
  revoked: 'Settled. This page is its record.',
};

/** The one sentence beside the decision: why something is missing, what was done, or that all is read. */
export function barWords(card: ReviewCard, onlooker: string | undefined): string {
  if (onlooker) return onlooker;
  const after = afterwards[card.state];
  if (after) return after;
  if (ownVote(card) === 'vote') return 'Your vote is counted. You can take it back while this waits.';
  if (card.control_note) return card.control_note;
  if (!card.complete) return 'Not all of this action can be shown here, so it cannot be approved here.';
  return card.controls.includes('approve') ? 'You have seen all of it.' : card.state_line;
}

/** What of the reader's own can be taken back: a vote, or a question, after which both verdicts are still on offer. */
export function ownVote({ controls }: Pick<ReviewCard, 'controls'>): 'vote' | 'question' | undefined {
  if (!controls.includes('withdraw')) return undefined;
  return controls.includes('approve') && controls.includes('deny') ? 'question' : 'vote';
}

/** Whether a fresh sign-in is what stands between this reader and approving. */
export function needsFreshSignIn(card: ReviewCard): boolean {
  const { controls, why } = card;
  return (
    controls.includes('deny') &&
    !controls.includes('approve') &&
    !controls.includes('withdraw') &&
    why.requirement?.min_assurance === 'L3'
  );
}
