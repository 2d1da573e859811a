import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type {
  Action,
  DecisionBody,
  Envelope,
  OutcomeBody,
  QueueRow,
  RedeemAnswer,
  RedeemBody,
  RequestForm,
  ReviewCard,
  SubmitBody,
  TimelineEntry,
} from '#protocol/wire.ts';
import type { action } from './action.ts';
import type { envelope } from './envelope.ts';
import type { outcomeBody, redeemAnswer, redeemBody } from './grants.ts';
import type { requestForm, submitBody, timelineEntry } from './requests.ts';
import type { decisionBody, queueRow, reviewCard } from './reviews.ts';

test('what the server parses and promises is, member by member, what packages/protocol tells callers', () => {
  // Checked by tsc: a member on one side only does not compile.
  expectTypeOf<z.output<typeof action>>().toEqualTypeOf<Action>();
  expectTypeOf<z.output<typeof envelope>>().toEqualTypeOf<Envelope>();
  expectTypeOf<z.output<typeof submitBody>>().toEqualTypeOf<SubmitBody>();
  expectTypeOf<z.output<typeof requestForm>>().toEqualTypeOf<RequestForm>();
  expectTypeOf<z.output<typeof decisionBody>>().toEqualTypeOf<DecisionBody>();
  expectTypeOf<z.output<typeof redeemBody>>().toEqualTypeOf<RedeemBody>();
  expectTypeOf<z.output<typeof redeemAnswer>>().toEqualTypeOf<RedeemAnswer>();
  expectTypeOf<z.output<typeof outcomeBody>>().toEqualTypeOf<OutcomeBody>();
  expectTypeOf<z.output<typeof queueRow>>().toEqualTypeOf<QueueRow>();
  expectTypeOf<z.output<typeof reviewCard>>().toEqualTypeOf<ReviewCard>();
  expectTypeOf<z.output<typeof timelineEntry>>().toEqualTypeOf<TimelineEntry>();
});
