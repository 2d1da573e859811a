import { api } from '#components/shell/api.ts';
import type { Action, DecisionBody, RequestState, ReviewCard } from '#protocol/wire.ts';
import type { Intent } from './intent.ts';

/**
 * Send what the reviewer confirmed, about exactly the card the dialog showed.
 *
 * Revision, digest and view digest are those of that card; the server refuses if any of them has moved on. Revoking what
 * already runs is no decision any more: it goes to the grant, and tells the executor to stop.
 */
export async function decide(
  card: ReviewCard,
  intent: Intent,
  words: string,
  proposal?: Action,
): Promise<{ state: RequestState }> {
  const { revision, digest, view_digest } = card;
  const text = words.trim();
  if (intent === 'revoke' && card.state === 'redeemed' && card.grant) {
    await api(`/grants/${card.grant.id}/revoke`, { method: 'POST', body: { reason: text } });
    return { state: card.state };
  }
  const body: DecisionBody = {
    decision: intent === 'revoke' ? 'deny' : intent,
    revision,
    digest,
    view_digest,
    ...(text && (intent === 'ask' ? { question: text } : { reason: text })),
    ...(proposal && { proposal }),
  };
  return api(`/requests/${card.request}/decisions`, { method: 'POST', body });
}
