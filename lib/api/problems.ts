import { env } from '../env.ts';
import { type ProblemCode, Refusal } from '../errors/refusal.ts';

interface ProblemKind {
  status: number;
  title: string;
}

/** The closed list of wire.md section 5: what each refusal is over HTTP, and its name in words. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  malformed: { status: 400, title: 'The request cannot be read' },
  duplicate_key: { status: 400, title: 'A name stands twice in the same object' },
  inexact_number: { status: 400, title: 'A number would change when stored' },
  reserved_name: { status: 400, title: 'A member name is reserved' },
  nonce_missing: { status: 400, title: 'A nonce is needed' },
  unknown_member: { status: 400, title: 'A member is not known' },
  invalid_field: { status: 400, title: 'A member has a value that is not accepted' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is needed' },
  reason_required: { status: 400, title: 'A reason is needed' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  credential_revoked: { status: 401, title: 'The credential was revoked' },
  credential_expired: { status: 401, title: 'The credential has expired' },
  assurance_too_low: { status: 401, title: 'A stronger sign-in is needed' },
  role_required: { status: 403, title: 'Another role is needed' },
  not_a_reviewer: { status: 403, title: 'Only a person may decide' },
  self_approval: { status: 403, title: 'Someone else has to decide it' },
  not_eligible: { status: 403, title: 'This is not yours to decide' },
  channel_not_allowed: { status: 403, title: 'Not through this channel' },
  subject_not_proven: { status: 403, title: 'The subject is not proven' },
  agent_paused: { status: 403, title: 'The agent is paused' },
  wrong_executor: { status: 403, title: 'Another executor has to do this' },
  cross_origin: { status: 403, title: 'The call came from another site' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'The method is not known here' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'JSON is needed' },
  stale_revision: { status: 409, title: 'The action has changed' },
  view_incomplete: { status: 409, title: 'Not all of it was shown' },
  already_settled: { status: 409, title: 'Already settled' },
  nothing_changed: { status: 409, title: 'Nothing changed' },
  not_your_turn: { status: 409, title: 'Somebody else comes first' },
  idempotency_in_progress: { status: 409, title: 'The first call is still running' },
  different_action: { status: 409, title: 'Not the action that was approved' },
  already_redeemed: { status: 409, title: 'Already redeemed' },
  revoked: { status: 409, title: 'Revoked' },
  not_yet_valid: { status: 409, title: 'Not yet' },
  policy_stricter: { status: 409, title: 'Policy asks for more now' },
  approver_ineligible: { status: 409, title: 'An approver no longer counts' },
  outcome_exists: { status: 409, title: 'The outcome is already known' },
  expired: { status: 410, title: 'Too late' },
  precondition_failed: { status: 412, title: 'Somebody else changed it first' },
  idempotency_conflict: { status: 422, title: 'The key was used for another body' },
  bad_signature: { status: 422, title: 'Not a grant of ours' },
  unknown_grant: { status: 422, title: 'The grant is not known' },
  precondition_required: { status: 428, title: 'If-Match is needed' },
  rate_limited: { status: 429, title: 'Too fast' },
  queue_full: { status: 429, title: 'Too many open requests' },
  too_many_waits: { status: 429, title: 'Too many open waits' },
  eligibility_unknown: { status: 503, title: 'Group membership cannot be read' },
  log_unavailable: { status: 503, title: 'The record cannot be written' },
  policy_unavailable: { status: 503, title: 'No policy is in force' },
};

/** Seconds a client should leave us alone, where the refusal itself does not say. */
const retryAfterSeconds: Partial<Record<ProblemCode, number>> = {
  idempotency_in_progress: 1,
  not_yet_valid: 30,
  rate_limited: 1,
  queue_full: 30,
  too_many_waits: 5,
  eligibility_unknown: 5,
  log_unavailable: 2,
  policy_unavailable: 10,
};

/** RFC 9457. `detail` and `errors` repeat nothing that the caller did not send or may not know. */
export function problemResponse(
  refusal: Refusal,
  path: string,
  headers: Record<string, string>,
  status = problemKinds[refusal.code].status,
): Response {
  const { retry_after_seconds: retryAfter, ...members } = refusal.members;
  const wait = typeof retryAfter === 'number' ? retryAfter : retryAfterSeconds[refusal.code];
  if (wait !== undefined) headers['Retry-After'] = String(Math.max(1, Math.ceil(wait)));
  const challenge = challengeOf(refusal, status);
  if (challenge) headers['WWW-Authenticate'] = challenge;
  headers['Content-Type'] = 'application/problem+json';
  const body = {
    ...members,
    type: problemType(refusal.code),
    title: problemKinds[refusal.code].title,
    status,
    detail: refusal.detail,
    code: refusal.code,
    instance: path,
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Where a person reads what a code means; served by lib/api/pages/problem-page.ts. */
export function problemType(code: ProblemCode): string {
  return `${env().PUBLIC_URL}/docs/problems/${code}`;
}

/** RFC 6750, and RFC 9470 where a stronger or fresher sign-in would help. */
function challengeOf(refusal: Refusal, status: number): string | undefined {
  if (status !== 401) return undefined;
  if (refusal.code === 'assurance_too_low') {
    const levels = refusal.members.acr_values ?? 'L3';
    const age = refusal.members.max_age ?? 300;
    return `Bearer error="insufficient_user_authentication", acr_values="${levels}", max_age="${age}"`;
  }
  return refusal.code === 'unauthenticated' ? 'Bearer' : 'Bearer error="invalid_token"';
}

/** A bug of ours: the caller learns a trace id to quote, and nothing else. */
export function bugResponse(traceId: string, headers: Record<string, string>): Response {
  headers['Content-Type'] = 'application/problem+json';
  const body = { type: 'about:blank', title: 'Internal Server Error', status: 500, trace_id: traceId };
  return new Response(JSON.stringify(body), { status: 500, headers });
}

/** For what does not exist and for what is none of the caller's business: one answer, in every respect. */
export function nothingHere(): Refusal {
  return new Refusal('not_found', 'There is nothing here, or it is not yours to see.');
}
