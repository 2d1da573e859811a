import type { Evidence, Json, RequestForm } from '#protocol/wire.ts';
import { announceRequest } from '../db/announce.ts';
import { transaction } from '../db/transaction.ts';
import { Refusal } from '../errors/refusal.ts';
import { lockRequest } from '../grants/locked-request.ts';
import type { AgentActor } from '../identity/actor.ts';
import { eventActor } from '../identity/event-actor.ts';
import { assertCredentialLive } from '../identity/in-service.ts';
import { appendEvent } from '../log/append-events.ts';
import { getRequest } from './get-request.ts';
import { resumedAt } from './pause.ts';

export interface AnswerQuestion {
  requestId: string;
  questionId: string;
  answer: string;
  evidence?: Evidence;
}

/**
 * The agent's answer to a reviewer's question. It stands beside the Action and cannot change it.
 *
 * The clock that the first question stopped runs again, as soon as no question is open. A second answer to the same
 * question is refused, so what a reviewer read stays what was said.
 *
 * @throws Refusal `not_found`, `already_settled`, `expired`, `credential_revoked`, `credential_expired`
 */
export async function answerQuestion(agent: AgentActor, input: AnswerQuestion): Promise<RequestForm> {
  await transaction(async (tx) => {
    await assertCredentialLive(tx, agent);
    const request = await lockRequest(tx, input.requestId);
    if (!request || request.agentId !== agent.agentId) throw new Refusal('not_found', 'There is no such request.');
    const { rows } = await tx.query<{ leaf: Buffer; answered: boolean; open: number }>({
      name: 'read-question',
      text: `SELECT q.leaf, n.question_id IS NOT NULL AS answered,
          (SELECT count(*)::int FROM question o WHERE o.request_id = $2 AND o.id <> $1
             AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.question_id = o.id)) AS open
        FROM question q LEFT JOIN answer n ON n.question_id = q.id WHERE q.id = $1 AND q.request_id = $2`,
      values: [input.questionId, input.requestId],
    });
    const question = rows[0];
    if (!question) throw new Refusal('not_found', 'There is no such question.');
    if (question.answered)
      throw new Refusal('already_settled', 'This question was answered already.', { state: request.state });
    if (request.state !== 'pending' && request.state !== 'blocked') {
      throw new Refusal('already_settled', `This request is already ${request.state.replace('_', ' ')}.`, {
        state: request.state,
      });
    }
    if (request.expiresAt && request.now >= request.expiresAt) throw new Refusal('expired', 'The deadline has passed.');

    const resumed = question.open === 0 ? resumedAt(request) : null;
    await appendEvent(tx, {
      type: 'request.answered',
      at: request.now,
      actor: eventActor(agent),
      subject: { digest: request.digest },
      request: request.id,
      revision: request.revision,
      prev: [question.leaf],
      data: { question_leaf: question.leaf.toString('base64url'), paused_seconds: resumed?.pausedSeconds ?? 0 },
      committed: { answer: input.answer, ...(input.evidence && { evidence: input.evidence as unknown as Json }) },
    });
    await tx.query({
      name: 'insert-answer',
      text: 'INSERT INTO answer (question_id, request_id, text, evidence, at) VALUES ($1, $2, $3, $4, $5)',
      values: [
        input.questionId,
        request.id,
        input.answer,
        input.evidence ? JSON.stringify(input.evidence) : null,
        request.now,
      ],
    });
    const version = request.version + 1;
    await tx.query({
      name: 'resume-clock',
      text: `UPDATE request SET version = $2, expires_at = coalesce($3, expires_at),
          paused_at = CASE WHEN $4::int IS NULL THEN paused_at END, paused_seconds = coalesce($4, paused_seconds) WHERE id = $1`,
      values: [request.id, version, resumed?.expiresAt ?? null, resumed?.pausedSeconds ?? null],
    });
    await announceRequest(tx, request.id, version);
  });
  return getRequest(agent, input.requestId);
}
