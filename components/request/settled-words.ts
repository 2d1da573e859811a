import { type ProblemError, sentence } from '#components/shell/api.ts';
import { ago } from '#components/ui/duration.ts';
import { visible } from '#protocol/visible.ts';

/** What whoever came first did, by the state the request is in since. */
const verbs: Record<string, string> = {
  approved: 'approved',
  redeemed: 'approved',
  succeeded: 'approved',
  failed: 'approved',
  outcome_unknown: 'approved',
  denied: 'denied',
  revoked: 'revoked',
  cancelled: 'cancelled',
};

/** Who was first and when: "Lee Park denied this 4s ago." Where the server names nobody, its own sentence. */
export function settledWords(refusal: ProblemError, now: number): string {
  const { state, settled_by: by, settled_at: at } = refusal.problem;
  const verb = verbs[String(state)];
  if (typeof by !== 'string' || verb === undefined) return sentence(refusal);
  const when = typeof at === 'string' ? ` ${ago(Date.parse(at), now)}` : '';
  return `${visible(by)} ${verb} this${when}.`;
}
