import { announceRequest } from '../db/announce.ts';
import type { Tx } from '../db/transaction.ts';
import { appendEvent } from '../log/append-events.ts';
import type { EventActor } from '../log/event.ts';
import { lockRequest } from './locked-request.ts';

/**
 * Cancel what is still waiting and was filed with this key, in the transaction that revokes it.
 *
 * Whoever had the key may have filed it; nobody should be asked to approve what a thief wrote. Each Request is locked in
 * the order of ids, as by every sweep.
 */
export async function cancelFiledWith(tx: Tx, credentialId: string, actor: EventActor): Promise<void> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'filed-with',
    text: `SELECT id FROM request WHERE credential_id = $1 AND state IN ('pending', 'blocked') ORDER BY id`,
    values: [credentialId],
  });
  for (const { id } of rows) {
    const request = await lockRequest(tx, id);
    if (!request || (request.state !== 'pending' && request.state !== 'blocked')) continue;
    await appendEvent(tx, {
      type: 'request.cancelled',
      at: request.now,
      actor,
      subject: { digest: request.digest },
      request: id,
      revision: request.revision,
      prev: [request.submittedLeaf ?? request.evaluatedLeaf],
      data: {},
      committed: { reason: 'The key it was filed with was revoked.' },
    });
    await tx.query({
      name: 'cancel-filed-with',
      text: `UPDATE request SET state = 'cancelled', version = $2, settled_at = $3, settled_by = $4, open_groups = '{}',
          why = 'The key it was filed with was revoked.' WHERE id = $1`,
      values: [id, request.version + 1, request.now, actor.id],
    });
    await announceRequest(tx, id, request.version + 1);
  }
}
