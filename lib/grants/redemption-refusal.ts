import type { ProblemCode } from '../errors/refusal.ts';

export type RedemptionRefusal = Extract<
  ProblemCode,
  | 'wrong_executor'
  | 'bad_signature'
  | 'unknown_grant'
  | 'different_action'
  | 'already_redeemed'
  | 'revoked'
  | 'not_yet_valid'
  | 'expired'
  | 'agent_paused'
  | 'policy_stricter'
  | 'approver_ineligible'
  | 'eligibility_unknown'
>;

/** The sentence for each refused redemption: what is so, and what the executor can do. */
export const redemptionDetails: Record<RedemptionRefusal, string> = {
  wrong_executor: 'This grant is for another executor.',
  bad_signature: 'This is not a grant of ours.',
  unknown_grant: 'This grant is signed as ours is, but no grant of this id was ever issued here.',
  different_action: 'The action you present is not the one that was approved. Do not run it; the grant is not spent.',
  already_redeemed: 'This grant has no uses left. Do not run the action again.',
  revoked: 'This grant was revoked. Do not run the action.',
  not_yet_valid: 'This grant is not open yet.',
  expired: 'This grant has run out. Ask again.',
  agent_paused: 'The agent is paused. Nothing of it runs until a person resumes it.',
  policy_stricter:
    'Policy asks for more now than the decisions on record give. The request is waiting for what is missing.',
  eligibility_unknown:
    'The groups of somebody whose approval counts were last read too long ago. Do not run; it can be redeemed once they sign in again.',
  approver_ineligible: 'Somebody whose approval counted may no longer give it. The request is waiting for that slot.',
};
