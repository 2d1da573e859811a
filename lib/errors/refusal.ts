/**
 * Why a call was not carried out: the closed list of wire.md section 5, without HTTP in it.
 * lib/api/problems.ts gives each its status.
 */
export type ProblemCode =
  | 'malformed'
  | 'duplicate_key'
  | 'inexact_number'
  | 'reserved_name'
  | 'nonce_missing'
  | 'unknown_member'
  | 'invalid_field'
  | 'idempotency_key_required'
  | 'reason_required'
  | 'invalid_cursor'
  | 'unauthenticated'
  | 'credential_revoked'
  | 'credential_expired'
  | 'assurance_too_low'
  | 'role_required'
  | 'not_a_reviewer'
  | 'self_approval'
  | 'not_eligible'
  | 'channel_not_allowed'
  | 'subject_not_proven'
  | 'agent_paused'
  | 'wrong_executor'
  | 'cross_origin'
  | 'not_found'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'stale_revision'
  | 'view_incomplete'
  | 'already_settled'
  | 'nothing_changed'
  | 'not_your_turn'
  | 'idempotency_in_progress'
  | 'different_action'
  | 'already_redeemed'
  | 'revoked'
  | 'not_yet_valid'
  | 'policy_stricter'
  | 'approver_ineligible'
  | 'outcome_exists'
  | 'expired'
  | 'precondition_failed'
  | 'idempotency_conflict'
  | 'bad_signature'
  | 'unknown_grant'
  | 'precondition_required'
  | 'rate_limited'
  | 'queue_full'
  | 'too_many_waits'
  | 'eligibility_unknown'
  | 'log_unavailable'
  | 'policy_unavailable';

export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/**
 * The one thing a verb throws when it will not go on. Everything else that is thrown is a bug.
 *
 * `detail` speaks to the person who reads it: what is so, and what they can do. `members` are further members of the
 * problem document (`excluded_as`, `settled_by`, …); they carry nothing the caller may not know.
 */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, members: Record<string, unknown> = {}) {
    super(`${code}: ${detail}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
    this.members = members;
  }
}
