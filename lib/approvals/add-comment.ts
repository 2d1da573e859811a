import { newId } from '#protocol/id.ts';
import { isBlank } from '#protocol/is-blank.ts';
import { announceRequest } from '../db/announce.ts';
import { transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { lockRequest } from '../grants/locked-request.ts';
import type { HumanActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { appendEvent } from '../log/append-events.ts';

export interface AddComment {
  requestId: string;
  text: string;
}

/**
 * A remark on a Request, open to everybody who may see it. It decides nothing and pauses nothing.
 *
 * @throws Refusal `not_found`, `reason_required` when there is nothing in it to read
 */
export async function addComment(human: HumanActor, input: AddComment): Promise<{ id: string; at: string }> {
  if (isBlank(input.text)) throw new Refusal('reason_required', 'Write something that others can read.');
  return transaction(async (tx) => {
    const request = await lockRequest(tx, input.requestId);
    if (!request || human.roles.length === 0) throw new Refusal('not_found', 'There is no such request.');
    const id = newId('cmt');
    await appendEvent(tx, {
      type: 'request.commented',
      at: request.now,
      actor: eventActor(human),
      subject: { digest: request.digest },
      request: request.id,
      revision: request.revision,
      prev: [request.submittedLeaf ?? request.evaluatedLeaf],
      data: { comment_id: id },
      committed: { text: input.text },
    });
    await tx.query({
      name: 'insert-comment',
      text: 'INSERT INTO comment (id, request_id, person_id, text, at) VALUES ($1, $2, $3, $4, $5)',
      values: [id, request.id, human.personId, input.text, request.now],
    });
    await tx.query({
      name: 'touch-request',
      text: 'UPDATE request SET version = version + 1 WHERE id = $1',
      values: [request.id],
    });
    await announceRequest(tx, request.id, request.version + 1);
    return { id, at: request.now.toISOString() };
  });
}
