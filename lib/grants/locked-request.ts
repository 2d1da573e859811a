import type { Grade } from '#protocol/grant-claims.ts';
import type { Action, Envelope, RequestState } from '#protocol/wire.ts';
import type { Tx } from '../db/transaction.ts';
import type { PolicyEvaluation } from '../policy/evaluation.ts';
import type { Facts } from '../policy/facts.ts';
import type { MergedRequirement } from '../policy/requirement.ts';

/** A Request with its current revision, read under the row lock that every change of it takes. */
export interface LockedRequest {
  id: string;
  state: RequestState;
  version: number;
  revision: number;
  agentId: string;
  credentialId: string;
  executorId: string;
  executorGrade: Grade;
  subjectType: string;
  subjectId: string;
  digest: string;
  action: Action;
  envelope: Envelope;
  subjectProof: 'self' | 'acts_for' | 'token';
  policy: { name: string; version: number; digest: string };
  evaluation: PolicyEvaluation;
  facts: Facts;
  /** What is asked of people now: the pinned Requirement, widened by escalation or tightened at redemption. */
  requirement: MergedRequirement | null;
  escalationStep: number;
  createdAt: Date;
  /** When the clock of its deadline began: the current revision was filed, or redemption put it back before people. */
  askedAt: Date;
  notBefore: Date | null;
  expiresAt: Date | null;
  pausedAt: Date | null;
  pausedSeconds: number | null;
  settledAt: Date | null;
  settledBy: string | null;
  evaluatedLeaf: Buffer;
  submittedLeaf: Buffer | null;
  groundLeaf: Buffer | null;
  /** The database's clock, read after the lock was taken. The only time a decision is judged by. */
  now: Date;
}

/**
 * Lock the Request until the transaction ends and read it as it then is; null when there is none.
 *
 * Two statements on purpose: one that locked and read at once would see other tables as they were before it waited.
 */
export async function lockRequest(tx: Tx, id: string): Promise<LockedRequest | null> {
  const lock = await tx.query({
    name: 'lock-request',
    text: 'SELECT 1 FROM request WHERE id = $1 FOR UPDATE',
    values: [id],
  });
  if (lock.rowCount === 0) return null;
  const { rows } = await tx.query<LockedRow>({
    name: 'read-locked-request',
    text: `
      SELECT r.id, r.state, r.version, r.revision, r.agent_id AS "agentId", r.credential_id AS "credentialId",
        r.executor_id AS "executorId", x.grade AS "executorGrade", r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.digest,
        v.action, v.envelope, v.subject_proof AS "subjectProof", v.policy_name AS "policyName",
        v.policy_version AS "policyVersion", v.policy_digest AS "policyDigest", v.evaluation, v.facts, r.requirement,
        r.escalation_step AS "escalationStep", r.created_at AS "createdAt", greatest(v.created_at,
          (SELECT max(g.revoked_at) FROM "grant" g WHERE g.request_id = r.id AND g.revision = r.revision)) AS "askedAt",
        r.not_before AS "notBefore", r.expires_at AS "expiresAt", r.paused_at AS "pausedAt",
        r.paused_seconds AS "pausedSeconds", r.settled_at AS "settledAt", r.settled_by AS "settledBy",
        v.evaluated_leaf AS "evaluatedLeaf", v.submitted_leaf AS "submittedLeaf", r.ground_leaf AS "groundLeaf",
        date_trunc('milliseconds', clock_timestamp()) AS now
      FROM request r JOIN revision v ON v.request_id = r.id AND v.revision = r.revision JOIN executor x ON x.id = r.executor_id
      WHERE r.id = $1`,
    values: [id],
  });
  return rows[0] ? lockedRequest(rows[0]) : null;
}

type LockedRow = Omit<LockedRequest, 'action' | 'policy'> & {
  action: string;
  policyName: string;
  policyVersion: number;
  policyDigest: string;
};

function lockedRequest({ policyName, policyVersion, policyDigest, action, ...row }: LockedRow): LockedRequest {
  return {
    ...row,
    action: JSON.parse(action) as Action,
    policy: { name: policyName, version: policyVersion, digest: policyDigest },
  };
}
