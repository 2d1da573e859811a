import { preAuthEncoding } from '#protocol/dsse.ts';
import { newId } from '#protocol/id.ts';
import { canonicalize } from '#protocol/jcs.ts';
import { leafBody } from '#protocol/leaf.ts';
import {
  asJson,
  type StatementPredicate,
  statement,
  statementPayloadType,
  statementSubject,
} from '#protocol/statement.ts';
import { Commitments } from './commitment.ts';
import { digestOf, sha256 } from './digest.ts';
import type { EventSubject, NewEvent, SealedEvent } from './event.ts';
import type { SigningKey } from './signing-key.ts';

const leafPrefix = Uint8Array.of(0);

/**
 * The Event as it will be written: an in-toto statement in canonical form, its DSSE signature, and the leaf it will have
 * in the Merkle log (log.md section 1).
 *
 * The leaf hash depends on the Event alone, so a grant can name its ground, and an Event its causes, before anything is
 * sequenced.
 */
export function sealEvent(event: NewEvent, key: SigningKey): SealedEvent {
  const id = newId('evt');
  const commitments = new Commitments();
  const data = commitments.object('/predicate/data', event.data, event.committed ?? {}, 'text');
  if (event.action) data.action = commitments.action('/predicate/data/action', event.action);

  const predicate: StatementPredicate = {
    v: 1,
    event: id,
    type: event.type,
    at: event.at.toISOString(),
    actor: event.actor,
    ...(event.request !== undefined && { request: event.request }),
    ...(event.revision !== undefined && { revision: event.revision }),
    ...(event.policy && { policy: event.policy }),
    prev: (event.prev ?? []).map((leaf) => Buffer.from(leaf).toString('base64url')),
    data,
    ...(commitments.disclosures.length > 0 && { _sd_alg: 'sha-256' as const }),
  };
  const payload = canonicalize(asJson(statement([subjectOf(event.subject)], predicate)));

  const signed = preAuthEncoding(statementPayloadType, Buffer.from(payload));
  const signature = key.sign(signed);
  const leaf = leafBody({ digest: sha256(signed), signature, keyDetails: key.leafKeyDetails, publicKey: key.spki });
  return {
    id,
    at: event.at,
    type: event.type,
    requestId: event.request ?? null,
    actor: event.actor,
    keyId: key.id,
    payload,
    signature,
    leaf: Buffer.from(leaf).toString(),
    leafHash: sha256(Buffer.concat([leafPrefix, leaf])),
    disclosures: commitments.disclosures,
  };
}

/** The Action by its own digest; any other thing by the digest of its kind and id. */
function subjectOf(subject: EventSubject) {
  return 'digest' in subject
    ? statementSubject('action', subject.digest)
    : statementSubject(subject.kind, digestOf(canonicalize({ kind: subject.kind, id: subject.id })));
}
