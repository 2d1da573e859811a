import type { Action, DecisionForm, Envelope, OutcomeForm, QuestionForm, RequestState } from '#protocol/wire.ts';
import { pool } from '../db/pool.ts';
import { type ExcludedAs, type Vote, votingFacts, votingSql } from '../grants/votes.ts';
import { directory } from '../identity/directory.ts';
import type { PolicyEvaluation } from '../policy/evaluation.ts';
import type { Facts } from '../policy/facts.ts';
import type { MergedRequirement } from '../policy/requirement.ts';

/** A Request with all that belongs to it, as it is now; what forms and cards are made from. */
export interface RequestRecord {
  id: string;
  state: RequestState;
  effect: 'allow' | 'deny' | 'require';
  decidedBy: 'policy' | 'people' | null;
  revision: number;
  version: number;
  digest: string;
  action: Action;
  canonical: string;
  envelope: Envelope;
  subjectProof: 'self' | 'acts_for' | 'token';
  agent: { id: string; name: string; team: string | null; trust: string; ownerId: string; ownerName: string };
  credential: { id: string; prefix: string };
  executorId: string;
  environment: string;
  headline: string;
  evaluationId: string;
  policy: { name: string; version: number; digest: string };
  evaluation: PolicyEvaluation;
  facts: Facts;
  requirement: MergedRequirement | null;
  why: string | null;
  createdAt: Date;
  notBefore: Date | null;
  expiresAt: Date | null;
  pausedAt: Date | null;
  settledAt: Date | null;
  settledBy: string | null;
  decisions: (DecisionForm & { personId: string })[];
  questions: QuestionForm[];
  revisions: { revision: number; digest: string; at: string; action: string }[];
  grant: RecordedGrant | null;
  outcome: OutcomeForm | null;
  votes: Vote[];
  excluded: ReadonlyMap<string, ExcludedAs>;
  /** This agent had never had the same action on the same resource succeed before. */
  firstTime: boolean;
  /** Database time of the reading. */
  now: Date;
}

export interface RecordedGrant {
  id: string;
  token: string;
  executorId: string;
  notBefore: Date;
  expiresAt: Date;
  usesLeft: number;
  revokedAt: Date | null;
}

/**
 * Read a Request whole, or null. Says nothing about who may see it.
 *
 * One statement, so one snapshot: what is shown together was true together.
 */
export async function readRequest(id: string): Promise<RequestRecord | null> {
  return (await readRequests([id]))[0] ?? null;
}

/** The same of several, in the order asked for, still in one statement; those that do not exist are left out. */
export async function readRequests(ids: readonly string[]): Promise<RequestRecord[]> {
  const [{ rows }, people] = await Promise.all([
    pool().query({ name: 'read-requests', text: readRequestSql, values: [ids] }),
    directory(),
  ]);
  const records = rows.map(({ votes, excluded, ...row }) => {
    const record = recordOf(row);
    return { ...record, ...votingFacts({ votes, excluded }, record.action.subject, people) };
  });
  return ids.flatMap((id) => records.find((record) => record.id === id) ?? []);
}

// biome-ignore lint/suspicious/noExplicitAny: one row of the statement below, in its own column names
function recordOf(row: any): Omit<RequestRecord, 'votes' | 'excluded'> {
  const { canonical, decisions, questions, revisions, grant, ...same } = row;
  return {
    ...same,
    canonical,
    action: JSON.parse(canonical),
    decisions: decisions ?? [],
    questions: (questions ?? []).map((question: { proposal: string | null; answer: unknown } & QuestionForm) => {
      const { proposal, answer, ...asked } = question;
      return { ...asked, ...(proposal && { proposal: JSON.parse(proposal) }), ...(answer && { answer }) };
    }),
    revisions: revisions ?? [],
    grant: grant && {
      ...grant,
      notBefore: new Date(grant.notBefore),
      expiresAt: new Date(grant.expiresAt),
      revokedAt: grant.revokedAt && new Date(grant.revokedAt),
    },
  };
}

/** RFC 3339 with milliseconds, as JSON.stringify would print a Date. */
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const voted = {
  request: 'r.id',
  revision: 'r.revision',
  agent: 'r.agent_id',
  credential: 'r.credential_id',
  subjectType: 'r.subject_type',
  subjectId: 'r.subject_id',
};

const readRequestSql = `
  SELECT r.id,
    CASE WHEN r.state IN ('pending', 'blocked') AND r.expires_at <= clock_timestamp() THEN 'expired' ELSE r.state END AS state,
    r.effect, r.decided_by AS "decidedBy", r.revision, r.version, r.digest, v.action AS canonical, v.envelope,
    v.subject_proof AS "subjectProof",
    json_build_object('id', a.id, 'name', a.name, 'team', a.team, 'trust', a.trust, 'ownerId', a.owner_id,
      'ownerName', coalesce(o.name, a.owner_id)) AS agent,
    json_build_object('id', r.credential_id, 'prefix', coalesce(c.prefix, '')) AS credential,
    r.executor_id AS "executorId", r.environment, r.headline, v.evaluation_id AS "evaluationId",
    json_build_object('name', v.policy_name, 'version', v.policy_version, 'digest', v.policy_digest) AS policy,
    v.evaluation, v.facts, r.requirement, r.why, r.created_at AS "createdAt", r.not_before AS "notBefore",
    r.expires_at AS "expiresAt", r.paused_at AS "pausedAt", r.settled_at AS "settledAt", r.settled_by AS "settledBy",
    (SELECT json_agg(json_strip_nulls(json_build_object('id', d.id, 'decision', d.verdict, 'revision', d.revision,
        'reason', d.reason, 'channel', d.channel, 'assurance', d.assurance, 'at', ${iso('d.at')}, 'personId', d.person_id,
        'withdrawn', CASE WHEN w.decision_id IS NOT NULL THEN true END,
        'reviewer', json_build_object('id', d.person_id, 'name', p.name))) ORDER BY d.at, d.id)
      FROM decision d JOIN person p ON p.id = d.person_id LEFT JOIN withdrawal w ON w.decision_id = d.id
      WHERE d.request_id = r.id) AS decisions,
    (SELECT json_agg(json_build_object('id', q.id, 'text', q.text, 'asked_at', ${iso('q.asked_at')}, 'proposal', q.proposal,
        'answer', CASE WHEN n.question_id IS NOT NULL THEN json_build_object('text', n.text, 'at', ${iso('n.at')}) END)
        ORDER BY q.asked_at, q.id)
      FROM question q LEFT JOIN answer n ON n.question_id = q.id WHERE q.request_id = r.id) AS questions,
    (SELECT json_agg(json_build_object('revision', h.revision, 'digest', h.digest, 'at', ${iso('h.created_at')},
        'action', h.action) ORDER BY h.revision) FROM revision h WHERE h.request_id = r.id) AS revisions,
    (SELECT json_build_object('id', g.id, 'token', g.token, 'executorId', g.executor_id, 'notBefore', g.not_before,
        'expiresAt', g.expires_at, 'usesLeft', g.uses_left, 'revokedAt', g.revoked_at)
      FROM "grant" g WHERE g.request_id = r.id ORDER BY g.issued_at DESC LIMIT 1) AS grant,
    (SELECT json_strip_nulls(json_build_object('redemption', u.redemption_id, 'result', u.result, 'ran_digest', u.ran_digest,
        'started_at', ${iso('u.started_at')}, 'ended_at', ${iso('u.ended_at')}, 'summary', u.summary, 'affected', u.affected,
        'reported_at', ${iso('u.at')})) FROM outcome u WHERE u.request_id = r.id ORDER BY u.at DESC LIMIT 1) AS outcome,
    NOT EXISTS (SELECT 1 FROM request b WHERE b.agent_id = r.agent_id AND b.created_at < r.created_at AND b.id <> r.id
      AND b.action_name = r.action_name AND b.resource_type = r.resource_type AND b.resource_id = r.resource_id
      AND b.state = 'succeeded') AS "firstTime",
    clock_timestamp() AS now, voting.votes, voting.excluded
  FROM request r
  JOIN revision v ON v.request_id = r.id AND v.revision = r.revision
  JOIN agent a ON a.id = r.agent_id
  LEFT JOIN person o ON o.id = a.owner_id
  LEFT JOIN credential c ON c.id = r.credential_id
  CROSS JOIN LATERAL (${votingSql(voted)}) voting
  WHERE r.id = ANY($1)`;
