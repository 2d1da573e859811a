export type { ActionInput } from '@countersign/protocol/action.ts';
export type {
  Action,
  OutcomeBody,
  QuestionForm,
  RedeemAnswer,
  RequestForm,
  SubmitBody,
} from '@countersign/protocol/wire.ts';
export type { Patience, Revision } from './calls.ts';
export type { Client, CountersignOptions } from './client.ts';
export { countersign } from './client.ts';
export type { CountersignCode } from './errors.ts';
export { CountersignError } from './errors.ts';
export type { GuardOptions } from './guard.ts';
export type { Description, Ended } from './run-and-report.ts';
export { RanButNotReported } from './run-and-report.ts';
