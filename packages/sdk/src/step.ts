import { isAction, isDigest } from '@countersign/protocol/action.ts';
import { isId } from '@countersign/protocol/id.ts';
import type { Json, RequestForm, RequestState } from '@countersign/protocol/wire.ts';
import type { CountersignCode } from './errors.ts';

/** What a Request's state lets its agent do. */
export type Step = { kind: 'wait' } | { kind: 'redeem'; grant: string } | { kind: 'stop'; code: CountersignCode };

const stop = (code: CountersignCode) => (): Step => ({ kind: 'stop', code });

/** Every state there is. One that is not here, or not with its `next`, is not understood, and then nothing runs. */
const steps: Record<RequestState, (form: RequestForm) => Step> = {
  pending: ({ next }) =>
    next === 'wait' || next === 'answer' ? { kind: 'wait' } : { kind: 'stop', code: 'unknown_state' },
  blocked: ({ next }) =>
    next === 'wait' || next === 'answer' ? { kind: 'wait' } : { kind: 'stop', code: 'unknown_state' },
  approved: ({ next, grant }) => {
    if (next === 'redeem') return grant === undefined ? { kind: 'wait' } : { kind: 'redeem', grant };
    return next === 'wait' ? { kind: 'wait' } : { kind: 'stop', code: 'unknown_state' };
  },
  denied: stop('denied'),
  expired: stop('expired'),
  cancelled: stop('cancelled'),
  revoked: stop('revoked'),
  redeemed: stop('already_ran'),
  succeeded: stop('already_ran'),
  failed: stop('already_ran'),
  outcome_unknown: stop('already_ran'),
};

/** The one thing to do now. A state or `next` from a later version of the server is a stop, never a guess. */
export function stepFor(form: RequestForm): Step {
  return Object.hasOwn(steps, form.state) ? steps[form.state](form) : { kind: 'stop', code: 'unknown_state' };
}

/** Whether an answer is a Request that can be acted on at all. Members we do not know are ignored. */
export function isRequestForm(value: Json | null): value is Json & RequestForm {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    isId(value.id, 'req') &&
    isDigest(value.digest) &&
    isAction(value.action) &&
    typeof value.state === 'string' &&
    typeof value.next === 'string' &&
    Number.isSafeInteger(value.version) &&
    Array.isArray(value.questions) &&
    (value.grant === undefined || typeof value.grant === 'string')
  );
}
