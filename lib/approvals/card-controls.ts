import type { ReviewCard, Verdict } from '#protocol/wire.ts';
import { decide, type Reviewer } from './decision.ts';
import type { RequestRecord } from './request-record.ts';

/** Who looks at the card: a reviewer as they stand now, or somebody who may only read. */
export interface Viewer {
  personId: string;
  reviewer: Reviewer | null;
}

interface Controls {
  controls: ReviewCard['controls'];
  note?: string;
}

const notes: Partial<Record<string, string>> = {
  self_approval: 'Somebody else has to decide this: you are one of the people it belongs to.',
  eligibility_unknown: 'Your groups were last read too long ago to count. Sign in again to decide.',
  not_eligible: 'None of your groups can fill a slot of this request. You can comment.',
  not_your_turn: 'An earlier slot has to be filled before you can approve. You can deny or ask now.',
  assurance_too_low: 'Approving takes a stronger sign-in. Sign in again to approve; you can deny or ask now.',
  channel_not_allowed: 'Policy wants this approved in the web console.',
};

/**
 * What this viewer may do, and why not what they might expect.
 *
 * It asks `decide` itself about a word that has everything it could need, so a control is there exactly when pressing
 * it would not be refused.
 */
export function cardControls(record: RequestRecord, viewer: Viewer, complete: boolean): Controls {
  const { reviewer } = viewer;
  if (!reviewer?.isReviewer)
    return { controls: [], note: 'You can read this request. Deciding takes the reviewer role.' };

  const outcomeOf = (verdict: Verdict) => {
    const word = {
      verdict,
      revision: record.revision,
      digest: record.digest,
      viewDigest: 'shown',
      reason: 'x',
      question: 'x',
    };
    return decide(record, { ...reviewer, seen: new Set(['shown']) }, word);
  };
  const verdicts: Verdict[] = complete ? ['approve', 'deny', 'ask'] : ['deny', 'ask'];
  const controls: ReviewCard['controls'] = [];
  // A question is no vote: there is nothing to take back, and another may follow.
  const own = record.votes.find((vote) => vote.personId === reviewer.personId && vote.verdict !== 'ask');
  const open = record.state === 'pending' || record.state === 'blocked';

  for (const verdict of verdicts) {
    if (open && outcomeOf(verdict).kind === 'recorded') controls.push(verdict);
  }
  if (open && own) controls.push('withdraw');
  if (record.state === 'approved' && outcomeOf('deny').kind === 'recorded') controls.push('revoke');
  // Once it runs, any reviewer may tell the executor to stop.
  if (record.state === 'redeemed' && record.grant && !record.grant.revokedAt) controls.push('revoke');

  const approving = outcomeOf('approve');
  const note = open && approving.kind === 'refused' ? notes[approving.reason] : undefined;
  return { controls, ...(note && { note }) };
}
