import type { ProblemCode } from '../../errors/refusal.ts';

/** For each code: when it is answered, and what the reader can do about it. */
export const problemHelp: Readonly<Record<ProblemCode, { when: string; remedy: string }>> = {
  malformed: {
    when: 'The body is not JSON as RFC 8259 writes it, is not UTF-8, holds half of a surrogate pair or U+0000, is nested deeper than 32, has more than 5,000 values, or stopped arriving.',
    remedy: 'Look at the pointer in `errors` and send the body again.',
  },
  duplicate_key: {
    when: 'An object names a member twice, perhaps in two spellings that unescape to the same. Two readers could read two actions.',
    remedy: 'Remove one of them.',
  },
  inexact_number: {
    when: 'A number would become another one when stored as a double.',
    remedy: 'Send it as a string.',
  },
  reserved_name: {
    when: 'A member is called `_sd`, `_sd_alg` or `...`; these names belong to the log.',
    remedy: 'Rename the member.',
  },
  nonce_missing: {
    when: 'Policy marks a part of the action as sensitive, and without a nonce its commitment could be guessed.',
    remedy: 'Put 128 random bits into `context.nonce`. The SDK does.',
  },
  unknown_member: {
    when: 'One of our own objects has a member, or the address has a parameter, that is not known. Nobody can be named as actor, approver or state from outside.',
    remedy: 'Remove what `errors` points at. Inside `properties` and `context` any name is fine.',
  },
  invalid_field: {
    when: 'A member or parameter has a value that is not accepted.',
    remedy: '`errors` lists each with a pointer and the reason.',
  },
  idempotency_key_required: {
    when: 'This call may be retried, and without a key a retry could act twice.',
    remedy: 'Send an `Idempotency-Key` of your own, one per intended effect.',
  },
  reason_required: {
    when: 'A denial, or the policy for this action, needs a reason with visible words in it.',
    remedy: 'Say why, and send it again.',
  },
  invalid_cursor: {
    when: 'The cursor was not given by this list, or was changed.',
    remedy: 'Start from the first page.',
  },
  unauthenticated: {
    when: 'There is neither a good key nor a live session with this call.',
    remedy: 'Send `Authorization: Bearer` with the key, or sign in.',
  },
  credential_revoked: { when: 'The key was revoked.', remedy: 'Ask an administrator for another one.' },
  credential_expired: { when: 'The key has expired.', remedy: 'Ask an administrator for another one.' },
  assurance_too_low: {
    when: 'The sign-in is too weak or too old for this decision.',
    remedy: 'Sign in again; `WWW-Authenticate` says what is needed (RFC 9470).',
  },
  role_required: {
    when: 'The caller is known, and this takes another role or another kind of caller.',
    remedy: 'Ask an administrator which group gives the role.',
  },
  not_a_reviewer: {
    when: 'A key, of whatever kind and scope, called what only people decide.',
    remedy: 'A signed-in reviewer has to do it.',
  },
  self_approval: {
    when: 'The person filed it, is its subject, owns the agent, made its key, edited it or proposed what it became. `excluded_as` says which.',
    remedy: 'Somebody else has to decide. No role lifts this.',
  },
  not_eligible: {
    when: 'The person is in none of the groups that this request waits for.',
    remedy: 'Comment, or tell somebody who is.',
  },
  channel_not_allowed: {
    when: 'Policy does not take this decision through this channel.',
    remedy: 'Open it on the console.',
  },
  subject_not_proven: {
    when: 'The action names a subject for whom this agent has not been shown to act.',
    remedy: 'Act as the agent itself, or have an administrator add the subject to what it acts for.',
  },
  agent_paused: { when: 'Somebody paused the agent.', remedy: 'Stop. An administrator can let it go on.' },
  wrong_executor: {
    when: 'The grant, or the redemption, belongs to another executor.',
    remedy: 'Only the executor named in the request can do this.',
  },
  cross_origin: {
    when: 'A call with a session did not come from a page of this console.',
    remedy: 'Use the console itself.',
  },
  not_found: {
    when: 'It does not exist, or it exists and is none of the caller’s business. The answer is the same.',
    remedy: 'Check the id, and the key it is asked with.',
  },
  method_not_allowed: { when: 'The address exists, the method does not.', remedy: '`Allow` lists what there is.' },
  too_large: {
    when: 'The body has more than 1 MiB, the canonical action more than 64 KiB, or a string in it more than 32 KiB.',
    remedy: 'Name the large part by its digest and have the executor check it.',
  },
  unsupported_media_type: {
    when: 'The body is not `application/json`, or it is compressed.',
    remedy: 'Send plain JSON.',
  },
  stale_revision: {
    when: 'The decision names a revision or digest that is not the current one: the action changed while it was read.',
    remedy: 'Read the request again and decide on what it is now.',
  },
  view_incomplete: {
    when: 'This reviewer has not been shown every section of this revision.',
    remedy: 'Open the request on a surface that shows all of it.',
  },
  already_settled: {
    when: 'The request is settled, or the question answered. The problem says how.',
    remedy: 'Nothing; a grant that was not spent yet can still be revoked.',
  },
  nothing_changed: {
    when: 'The revision is the same action as before.',
    remedy: 'Keep waiting for the request as it is.',
  },
  not_your_turn: {
    when: 'Slots are filled in order, and an earlier one is open.',
    remedy: 'Wait for it. Deny and ask are taken at any time.',
  },
  idempotency_in_progress: { when: 'The first call with this key has not finished.', remedy: 'Try again in a second.' },
  different_action: {
    when: 'The action presented is not the one that was approved, or not the one whose digest was sent along.',
    remedy: 'Do not run. Submit the changed action as a request of its own.',
  },
  already_redeemed: {
    when: 'Every use of the grant is spent.',
    remedy: 'Do not run. A further run takes a further request.',
  },
  revoked: { when: 'The grant was withdrawn.', remedy: 'Do not run.' },
  not_yet_valid: { when: 'The grant opens later.', remedy: 'Try again when it does; its time starts then.' },
  policy_stricter: {
    when: 'The policy of this minute asks for more than was given. The grant is void, the request waits again.',
    remedy: 'Do not run; wait for the request.',
  },
  approver_ineligible: {
    when: 'Somebody who approved may no longer do so. The grant is void, the request waits again.',
    remedy: 'Do not run; wait for the request.',
  },
  outcome_exists: { when: 'This redemption has its outcome already.', remedy: 'Nothing; the first one stands.' },
  expired: {
    when: 'The deadline, or the time of the grant, is over.',
    remedy: 'Do not run. Submit again if it is still wanted.',
  },
  precondition_failed: {
    when: 'What `If-Match` names is no longer current.',
    remedy: 'Read it again, then change it.',
  },
  idempotency_conflict: {
    when: 'The key was used before, with another body.',
    remedy: 'Use a new key for a new effect.',
  },
  bad_signature: { when: 'The grant is not one that this deployment signed for this audience.', remedy: 'Do not run.' },
  unknown_grant: {
    when: 'The grant is well signed and not in the books.',
    remedy: 'Do not run; tell an administrator.',
  },
  precondition_required: {
    when: 'A change needs `If-Match`, so that it cannot overwrite another.',
    remedy: 'Read first, send the `ETag` back.',
  },
  rate_limited: {
    when: 'Too many calls with one credential.',
    remedy: 'Wait for `Retry-After`; `RateLimit` says what is left.',
  },
  queue_full: { when: 'The agent has 200 open requests.', remedy: 'Wait for some of them, or cancel them.' },
  too_many_waits: {
    when: '50 waits and streams are open with one credential.',
    remedy: 'Close some, or use one stream for all.',
  },
  eligibility_unknown: {
    when: 'Who is in which group could not be read recently enough. Unknown means no.',
    remedy: 'Do not run; try again after `Retry-After`.',
  },
  log_unavailable: {
    when: 'The database is away or cannot take the record. Nothing was done.',
    remedy: 'Do not run; try again after `Retry-After`.',
  },
  policy_unavailable: {
    when: 'No policy is in force, or it cannot be loaded.',
    remedy: 'Tell an author of the policy; nothing is allowed meanwhile.',
  },
};
