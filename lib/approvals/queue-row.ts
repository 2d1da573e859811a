import type { QueueRow, RequestState, RiskLevel } from '#protocol/wire.ts';

/** A row of `queueRowColumns` as Postgres gives it. */
export interface StoredRow {
  id: string;
  state: RequestState;
  revision: number;
  version: number;
  headline: string;
  actionName: string;
  resourceType: string;
  resourceId: string;
  environment: string;
  risk: RiskLevel;
  riskScore: number;
  agentId: string;
  agentName: string;
  subjectType: string;
  subjectId: string;
  filled: number;
  needed: number;
  createdAt: Date;
  expiresAt: Date | null;
  settledAt: Date | null;
}

/** From `request r JOIN agent a`. An open Request past its deadline reads as expired, whether or not that is written yet. */
export const queueRowColumns = `r.id,
  CASE WHEN r.state IN ('pending', 'blocked') AND r.expires_at <= clock_timestamp() THEN 'expired' ELSE r.state END AS state,
  r.revision, r.version, r.headline, r.action_name AS "actionName", r.resource_type AS "resourceType",
  r.resource_id AS "resourceId", r.environment, r.risk_level AS risk, r.risk_score AS "riskScore", a.id AS "agentId",
  a.name AS "agentName", r.subject_type AS "subjectType", r.subject_id AS "subjectId", r.slots_filled AS filled,
  r.slots_needed AS needed, r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.settled_at AS "settledAt"`;

/** One line of the queue or of history. */
export function queueRow(row: StoredRow): QueueRow {
  return {
    id: row.id,
    state: row.state,
    revision: row.revision,
    version: row.version,
    headline: row.headline,
    action_name: row.actionName,
    resource: { type: row.resourceType, id: row.resourceId },
    environment: row.environment,
    risk: row.risk,
    agent: { id: row.agentId, name: row.agentName },
    subject: { type: row.subjectType, id: row.subjectId },
    slots: { filled: row.filled, needed: row.needed },
    created_at: row.createdAt.toISOString(),
    ...(row.expiresAt && { expires_at: row.expiresAt.toISOString() }),
    ...(row.settledAt && { settled_at: row.settledAt.toISOString() }),
  };
}
