import type { RequestForm, RequestState } from '#protocol/wire.ts';

export interface Step {
  name: string;
  is: 'done' | 'now' | 'ahead' | 'bad';
}

type Path = readonly [approved: Step['is'], run: Step['is'], ran: Step['is']];

/** How far each state has come on the way approved → running → ran; nothing for those that never set out. */
const paths: Record<RequestState, Path | undefined> = {
  pending: undefined,
  blocked: undefined,
  denied: undefined,
  expired: undefined,
  cancelled: undefined,
  approved: ['done', 'ahead', 'ahead'],
  redeemed: ['done', 'now', 'ahead'],
  succeeded: ['done', 'done', 'done'],
  failed: ['done', 'done', 'bad'],
  outcome_unknown: ['done', 'done', 'bad'],
  revoked: ['done', 'ahead', 'bad'],
};

const endings: Partial<Record<RequestState, string>> = {
  failed: 'Failed',
  outcome_unknown: 'Outcome unknown',
  revoked: 'Revoked',
};

/** The way of a request after its decision, as steps to draw. */
export function stepsOf(request: Pick<RequestForm, 'state' | 'decided_by'>): Step[] {
  const path = paths[request.state];
  if (!path) return [];
  const [approved, run, ran] = path;
  return [
    { name: request.decided_by === 'policy' ? 'Allowed by policy' : 'Approved', is: approved },
    ...(request.state === 'revoked' ? [] : [{ name: run === 'now' ? 'Running' : 'Taken up', is: run }]),
    { name: endings[request.state] ?? 'Ran', is: ran },
  ];
}
