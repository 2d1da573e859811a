import { canonicalize } from '#protocol/jcs.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { appendEvent } from './append-events.ts';
import { type KeyUse, keyFor } from './keys.ts';
import { systemActor } from './system-actor.ts';

const uses: readonly KeyUse[] = ['event', 'grant'];

/**
 * At start-up: put the public halves of this process's keys on record, each with the Event `key.introduced` if it is new.
 *
 * The Event carries a signature by that very key over what it says, so nobody can introduce a key they do not hold. The
 * key it follows counts as retired from then on; grants signed with it are still verified until they are past.
 * Replicas that start at once do it one after the other.
 */
export async function introduceKeys(): Promise<void> {
  await transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('introduce_keys'))`);
    for (const use of uses) await introduce(tx, use);
  });
}

async function introduce(tx: Tx, use: KeyUse): Promise<void> {
  const key = keyFor(use);
  const known = await tx.query('SELECT FROM signing_key WHERE use = $1 AND id = $2', [use, key.id]);
  if (known.rowCount) return;
  const { rows: retired } = await tx.query<{ id: string }>(
    'UPDATE signing_key SET retired_at = clock_timestamp() WHERE use = $1 AND retired_at IS NULL RETURNING id',
    [use],
  );
  const { rows } = await tx.query<{ at: Date }>(
    `INSERT INTO signing_key (use, id, algorithm, spki, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())
      RETURNING created_at AS at`,
    [use, key.id, key.algorithm, key.spki],
  );
  const at = rows[0]!.at;
  const said = {
    use,
    key_id: key.id,
    spki: key.spki.toString('base64'),
    overlap_until_at: at.toISOString(),
    ...(retired[0] && { predecessor_id: retired[0].id }),
  };
  const proof = key.sign(Buffer.from(canonicalize(said))).toString('base64');
  await appendEvent(tx, {
    type: 'key.introduced',
    at,
    actor: systemActor,
    subject: { kind: 'key', id: key.id },
    data: { ...said, proof },
  });
}
