// biome-ignore lint/suspicious/noExplicitAny: the data of an Event, in the shape its own verb wrote
type Data = any;

const verdicts: Record<string, string> = { approve: 'approved', deny: 'denied', ask: 'asked a question' };

/** What each kind of Event says in a timeline, in our words. A kind without a line is shown by its type. */
const summaries: Record<string, (data: Data) => string> = {
  'evaluation.made': (data) =>
    data.effect === 'allow'
      ? 'policy allowed it'
      : data.effect === 'deny'
        ? 'policy denied it'
        : 'policy asks for people',
  'request.submitted': () => 'filed; people were asked',
  'request.revised': (data) =>
    `changed the action; ${data.voided_leaf.length === 0 ? 'no votes were' : 'all votes are'} void`,
  'request.opened': () => 'opened the request',
  'request.answered': () => 'answered the question',
  'request.commented': () => 'commented',
  'request.escalated': (data) =>
    data.added_groups.length > 0 ? 'escalated: more people may decide' : 'escalated: more people were told',
  'request.blocked': () => 'blocked: too few people can fill the open slots',
  'request.unblocked': () => 'unblocked: somebody can fill the open slots again',
  'request.approved': () => 'approved: the last slot is filled',
  'request.denied': () => 'denied',
  'request.reopened': (data) =>
    data.cause === 'policy_stricter'
      ? 'reopened: policy asks for more now'
      : 'reopened: an approver may no longer approve',
  'request.expired': () => 'expired unanswered',
  'request.cancelled': () => 'cancelled',
  'decision.recorded': (data) => verdicts[data.decision] ?? data.decision,
  'decision.withdrawn': () => 'took the decision back',
  'decision.refused': (data) => `tried to ${data.attempted}; refused: ${String(data.reason).replaceAll('_', ' ')}`,
  'grant.issued': () => 'grant issued',
  'grant.redeemed': () => 'redeemed the grant and may run',
  'grant.refused': (data) => `tried to redeem; refused: ${String(data.reason).replaceAll('_', ' ')}`,
  'grant.revoked': (data) => `grant revoked (${String(data.cause).replaceAll('_', ' ')})`,
  'grant.expired': (data) =>
    Number(data.uses_left) > 0 ? 'the grant ran out unused' : 'the grant ran out while its action was running',
  'outcome.reported': (data) => `reported: ${data.result}`,
  'outcome.refused': (data) => `reported again; refused: ${String(data.reason).replaceAll('_', ' ')}`,
  'outcome.unknown': () => 'nobody reported what happened',
  'bypass.found': () => 'what ran is not what was approved',
};

export function timelineSummary(type: string, data: Data): string {
  return summaries[type]?.(data) ?? type.replace('.', ' ').replaceAll('_', ' ');
}
