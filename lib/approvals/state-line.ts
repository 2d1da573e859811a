import type { RequestState, SlotForm } from '#protocol/wire.ts';

/** Where the Request stands, in our words: the first line on every surface. */
export function stateLine(state: RequestState, slots: readonly SlotForm[]): string {
  const filled = slots.filter((slot) => slot.filled).length;
  const lines: Record<RequestState, string> = {
    pending: `Waiting for approval: ${filled} of ${slots.length}`,
    blocked: 'Blocked: nobody here can fill an open slot',
    approved: 'Approved; the agent has not used its grant yet',
    denied: 'Denied; nothing ran',
    expired: 'Expired; nothing ran',
    cancelled: 'Cancelled by the agent; nothing ran',
    redeemed: 'The grant was redeemed; the action is running',
    succeeded: 'Ran and succeeded',
    failed: 'Ran and failed',
    outcome_unknown: 'Was let run; what happened was never reported',
    revoked: 'Revoked; the grant is void',
  };
  return lines[state];
}
