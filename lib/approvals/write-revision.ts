import { announceRequest } from '../db/announce.ts';
import type { Tx } from '../db/transaction.ts';
import type { LockedRequest } from '../grants/locked-request.ts';
import { storeGrant } from '../grants/store-grant.ts';
import { writeSealed } from '../log/append-events.ts';
import { keyFor } from '../log/keys.ts';
import { sealEvent } from '../log/seal-event.ts';
import { defaultGrantTerms } from '../policy/requirement.ts';
import { addExclusions } from './add-exclusions.ts';
import { requirementsData } from './evaluation-event.ts';
import type { Filed, ToFile } from './filing.ts';
import { placeholders, revisionColumns } from './intake-statement.ts';
import { environment } from './kinds/environment.ts';
import { headlineOf } from './kinds/registry.ts';

export interface NewRevision {
  /** The Request under its lock, as it was until now. */
  request: LockedRequest;
  filing: ToFile;
  /** Of the caller that revises; whoever created it may not approve. */
  credentialId: string;
  filed: Filed;
  canonical: string;
  excluded: readonly { personId: string; excludedAs: string }[];
  /** Leaves of the votes that are void from now on. */
  voided: readonly Buffer[];
}

/** Write a revision with its Events, exclusions and grant, and put the Request where policy's answer puts it. */
export async function writeRevision(tx: Tx, revision: NewRevision): Promise<void> {
  const { request, filing, credentialId, filed, canonical, excluded, voided } = revision;
  const revised = sealEvent(
    {
      type: 'request.revised',
      at: request.now,
      actor: filing.actor,
      subject: { digest: filing.digest },
      request: request.id,
      revision: filing.revision,
      policy: { id: filing.policy.name, version: filing.policy.version, digest: filing.policy.digest },
      prev: [request.submittedLeaf ?? request.evaluatedLeaf, filed.evaluated.leafHash],
      data: {
        from_revision: request.revision,
        from_digest: request.digest,
        editor_id: excluded.filter((one) => one.excludedAs === 'editor').map((one) => one.personId),
        voided_leaf: voided.map((leaf) => leaf.toString('base64url')),
        requirements: filed.requirement ? requirementsData(filed.requirement) : [],
        deadline_at: (filed.expiresAt ?? request.now).toISOString(),
      },
    },
    keyFor('event'),
  );
  await writeSealed(tx, [...filed.events, revised]);
  await tx.query({
    name: 'insert-revision',
    text: `INSERT INTO revision (${revisionColumns.map(([name]) => name).join(', ')}) VALUES (${placeholders(1, revisionColumns.length)})`,
    values: revisionColumns.map(([, value]) => value({ filing, filed, canonical })),
  });
  await addExclusions(tx, request.id, excluded);
  if (filed.grant) {
    await storeGrant(tx, filed.grant.minted, filed.grant.issued, {
      requestId: request.id,
      revision: filing.revision,
      digest: filing.digest,
      agentId: filing.agent.id,
      executorId: filing.executor.id,
      basis: 'policy',
      terms: defaultGrantTerms,
    });
  }
  const { evaluation, facts } = filing.assessment;
  const settled = filed.requirement ? null : request.now;
  const version = request.version + 1;
  await tx.query({
    name: 'revise-request',
    text: `UPDATE request SET state = $2, version = $3, revision = $4, digest = $5, effect = $6, credential_id = $7,
        subject_type = $8, subject_id = $9, action_name = $10, resource_type = $11, resource_id = $12, environment = $13,
        risk_level = $14, risk_score = $15, headline = $16, requirement = $17, open_groups = $18, slots_needed = $19,
        slots_filled = 0, escalation_step = 0, why = $20, not_before = $21, expires_at = $22, paused_at = NULL,
        paused_seconds = CASE WHEN paused_at IS NOT NULL OR paused_seconds IS NOT NULL THEN 0 END,
        settled_at = $23, settled_by = $24, decided_by = $24, ground_leaf = $25
      WHERE id = $1`,
    values: [
      request.id,
      filed.state,
      version,
      filing.revision,
      filing.digest,
      evaluation.effect,
      credentialId,
      filing.action.subject.type,
      filing.action.subject.id,
      filing.action.action.name,
      filing.action.resource.type,
      filing.action.resource.id,
      environment(filing.action, facts.resource.environment),
      evaluation.risk.level,
      evaluation.risk.score,
      headlineOf(filing.action),
      filed.requirement && JSON.stringify(filed.requirement),
      filed.slots.openGroups,
      filed.slots.needed,
      evaluation.why,
      filed.notBefore,
      filed.expiresAt,
      settled,
      settled && 'policy',
      filed.grant ? filed.evaluated.leafHash : null,
    ],
  });
  await announceRequest(tx, request.id, version);
}
