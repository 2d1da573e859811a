import type { Tx } from '../db/transaction.ts';
import { grantColumns, grantPlaceholders, grantValues } from '../grants/store-grant.ts';
import { inService } from '../identity/in-service.ts';
import { eventInserts, eventParameters, eventValues } from '../log/append-events.ts';
import { defaultGrantTerms } from '../policy/requirement.ts';
import type { Filed, ToFile } from './filing.ts';

/** A submission ready to be written. */
export interface Intake {
  filing: ToFile;
  filed: Filed;
  credentialId: string;
  canonical: string;
  bodyDigest: string;
  environment: string;
  headline: string;
  excluded: readonly { personId: string; excludedAs: string }[];
}

export interface IntakeAnswer {
  /** The credential and agent were good, the policy still in force and the queue had room, at the moment of writing. */
  alive: boolean;
  /** The idempotency key was new, and everything was written. */
  fresh: boolean;
}

/** The most open Requests one agent may have (wire.md section 1). */
export const mostOpenRequests = 200;

type Column = readonly [name: string, value: (intake: Intake) => unknown];

const idempotencyColumns: readonly Column[] = [
  ['caller', ({ filing }) => filing.agent.id],
  ['endpoint', () => 'requests'],
  ['key', ({ filing }) => filing.idempotencyKey],
  ['body_digest', ({ bodyDigest }) => bodyDigest],
  ['subject_id', ({ filing }) => filing.requestId],
  ['at', ({ filing }) => filing.now],
];

const requestColumns: readonly Column[] = [
  ['id', ({ filing }) => filing.requestId],
  ['state', ({ filed }) => filed.state],
  ['effect', ({ filing }) => filing.assessment.evaluation.effect],
  ['decided_by', ({ filed }) => (filed.requirement ? null : 'policy')],
  ['agent_id', ({ filing }) => filing.agent.id],
  ['credential_id', ({ credentialId }) => credentialId],
  ['executor_id', ({ filing }) => filing.executor.id],
  ['subject_type', ({ filing }) => filing.action.subject.type],
  ['subject_id', ({ filing }) => filing.action.subject.id],
  ['action_name', ({ filing }) => filing.action.action.name],
  ['resource_type', ({ filing }) => filing.action.resource.type],
  ['resource_id', ({ filing }) => filing.action.resource.id],
  ['environment', ({ environment }) => environment],
  ['risk_level', ({ filing }) => filing.assessment.evaluation.risk.level],
  ['risk_score', ({ filing }) => filing.assessment.evaluation.risk.score],
  ['headline', ({ headline }) => headline],
  ['digest', ({ filing }) => filing.digest],
  ['requirement', ({ filed }) => filed.requirement && JSON.stringify(filed.requirement)],
  ['open_groups', ({ filed }) => filed.slots.openGroups],
  ['slots_needed', ({ filed }) => filed.slots.needed],
  ['why', ({ filing }) => filing.assessment.evaluation.why],
  ['created_at', ({ filing }) => filing.now],
  ['not_before', ({ filed }) => filed.notBefore],
  ['expires_at', ({ filed }) => filed.expiresAt],
  ['settled_at', ({ filing, filed }) => (filed.requirement ? null : filing.now)],
  ['settled_by', ({ filed }) => (filed.requirement ? null : 'policy')],
  ['ground_leaf', ({ filed }) => (filed.grant ? filed.evaluated.leafHash : null)],
];

/** Shared with a revision, which writes the same row under another number. */
export const revisionColumns: readonly (readonly [
  string,
  (intake: Pick<Intake, 'filing' | 'filed' | 'canonical'>) => unknown,
])[] = [
  ['request_id', ({ filing }) => filing.requestId],
  ['revision', ({ filing }) => filing.revision],
  ['digest', ({ filing }) => filing.digest],
  ['action', ({ canonical }) => canonical],
  ['envelope', ({ filing }) => JSON.stringify(filing.envelope)],
  ['subject_proof', ({ filing }) => filing.proof],
  ['evaluation_id', ({ filing }) => filing.evaluationId],
  ['policy_name', ({ filing }) => filing.policy.name],
  ['policy_version', ({ filing }) => filing.policy.version],
  ['policy_digest', ({ filing }) => filing.policy.digest],
  ['evaluation', ({ filing }) => JSON.stringify(filing.assessment.evaluation)],
  ['facts', ({ filing }) => JSON.stringify(filing.assessment.facts)],
  ['evaluated_leaf', ({ filed }) => filed.evaluated.leafHash],
  ['submitted_leaf', ({ filed }) => filed.submitted?.leafHash ?? null],
  ['created_at', ({ filing }) => filing.now],
];

const names = (columns: readonly (readonly [string, unknown])[]) => columns.map(([name]) => name).join(', ');
export const placeholders = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `$${from + index}`).join(', ');

const insert = (table: string, columns: readonly (readonly [string, unknown])[], from: number, source: string) =>
  `INSERT INTO ${table} (${names(columns)}) SELECT ${placeholders(from, columns.length)} FROM ${source}`;

const atIdempotency = 1 + eventParameters;
const atRequest = atIdempotency + idempotencyColumns.length;
const atRevision = atRequest + requestColumns.length;
const atExclusion = atRevision + revisionColumns.length;
const atGrant = atExclusion + 3;

/**
 * Everything a submission writes, in one statement and so in one round trip: liveness of the caller, idempotency key,
 * Request, revision, exclusions, Events, and the grant where policy allows.
 *
 * What memory said of the caller and of the policy is asked again here, so a credential revoked, an agent paused or a
 * version published a moment ago writes nothing; a grant and whoever stops its agent wait for one another. All parts hang on the idempotency row: a second submission with the
 * same key waits for the first to commit and then writes nothing either.
 */
const statement = (withGrant: boolean) => `
  WITH alive AS (
    SELECT 1 FROM credential c JOIN agent a ON a.id = c.holder_id
    WHERE c.id = $${atRequest + 5} AND a.id = $${atRequest + 4} AND ${inService}
      AND EXISTS (SELECT 1 FROM policy_active v WHERE v.name = $${atRevision + 7} AND v.version = $${atGrant - 1})
      AND NOT EXISTS (SELECT 1 FROM request o WHERE o.agent_id = $${atRequest + 4} AND o.state IN ('pending', 'blocked')
        OFFSET ${mostOpenRequests - 1} LIMIT 1)
    ${withGrant ? 'FOR KEY SHARE OF c, a' : ''}
  ),
  fresh AS (${insert('idempotency', idempotencyColumns, atIdempotency, 'alive')} ON CONFLICT DO NOTHING RETURNING 1),
  new_request AS (${insert('request', requestColumns, atRequest, 'fresh')}),
  new_revision AS (${insert('revision', revisionColumns, atRevision, 'fresh')}),
  new_exclusion AS (
    INSERT INTO exclusion (request_id, person_id, excluded_as)
    SELECT $${atRequest}, x.person_id, x.excluded_as
    FROM unnest($${atExclusion}::text[], $${atExclusion + 1}::text[]) AS x(person_id, excluded_as), fresh
  ),
  ${withGrant ? `new_grant AS (INSERT INTO "grant" (${grantColumns}) SELECT ${grantPlaceholders(atGrant)} FROM fresh),` : ''}
  ${eventInserts(1, 'fresh')}
  SELECT EXISTS (SELECT 1 FROM alive) AS alive, EXISTS (SELECT 1 FROM fresh) AS fresh`;

const settled = { name: 'intake', text: statement(false) };
const granted = { name: 'intake-with-grant', text: statement(true) };

export async function writeIntake(db: Tx, intake: Intake): Promise<IntakeAnswer> {
  const { filing, filed } = intake;
  const values = [
    ...eventValues(filed.events),
    ...[...idempotencyColumns, ...requestColumns, ...revisionColumns].map(([, value]) => value(intake)),
    intake.excluded.map((one) => one.personId),
    intake.excluded.map((one) => one.excludedAs),
    filing.policy.version,
  ];
  if (filed.grant) {
    values.push(
      ...grantValues(filed.grant.minted, filed.grant.issued, {
        requestId: filing.requestId,
        revision: filing.revision,
        digest: filing.digest,
        agentId: filing.agent.id,
        executorId: filing.executor.id,
        basis: 'policy',
        terms: defaultGrantTerms,
      }),
    );
  }
  const { rows } = await db.query<IntakeAnswer>({ ...(filed.grant ? granted : settled), values });
  return rows[0]!;
}
