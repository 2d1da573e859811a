/**
 * What travels between Countersign and those who call it: agents, executors, browsers, CI.
 *
 * Every shape here is described in words in docs/api.md and served as OpenAPI; the server's Zod schemas are checked
 * against these types, so a change on either side does not compile until the other follows.
 */

/** Any JSON value, as strict intake accepts it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

/** A subject or resource in OpenID AuthZEN shape. */
export interface Entity {
  type: string;
  id: string;
  properties?: JsonObject;
}

/** What an agent wants to do, exactly. Immutable; its digest is its identity. */
export interface Action {
  subject: Entity;
  action: { name: string; properties?: JsonObject };
  resource: Entity;
  context: JsonObject;
}

export type RequestState =
  | 'pending'
  | 'blocked'
  | 'approved'
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'redeemed'
  | 'succeeded'
  | 'failed'
  | 'outcome_unknown'
  | 'revoked';

export type Effect = 'allow' | 'deny' | 'require';
export type Verdict = 'approve' | 'deny' | 'ask';
export type Assurance = 'L1' | 'L2' | 'L3' | 'L4' | 'L5';
export type Channel = 'web' | 'teams_tab' | 'teams_card' | 'slack' | 'api';
export type GrantBasis = 'decisions' | 'policy' | 'standing' | 'break_glass' | 'solo';
export type RiskLevel = 'low' | 'elevated' | 'high' | 'critical';

/** What an agent that reads nothing else should do now. */
export type Next = 'wait' | 'answer' | 'redeem' | 'report' | 'stop';

/** The agent's own words and claims. Shown as such, never part of the digest. */
export interface Envelope {
  reason?: string;
  evidence?: Evidence;
  model?: { provider?: string; name?: string; version?: string };
  run?: { id?: string; step?: string; session?: string; url?: string };
}

export interface Evidence {
  diff?: EvidenceDiff;
  plan?: string;
  blast_radius?: BlastRadius;
  links?: { title: string; url: string; sha256?: string }[];
  trace?: { at: string; kind: 'prompt' | 'tool' | 'model' | 'human'; summary: string }[];
}

export type DiffFormat = 'unified' | 'before_after' | 'json_patch' | 'terraform_plan' | 'iam' | 'sql';
export type EvidenceDiff =
  | { format: DiffFormat; text: string }
  | { format: DiffFormat; before: Json; after: Json }
  | { format: DiffFormat; data: Json };

export interface BlastRadius {
  rows?: number;
  resources?: number;
  people?: number;
  cost?: { amount: string; currency: string };
  reversible?: boolean;
  summary?: string;
}

export interface SubmitBody extends Envelope {
  action: Action;
  /** Optional cross-check; 400 `different_action` if it is not ours. */
  digest?: string;
  executor?: string;
  /** 30..604,800. May only shorten the Requirement's deadline. */
  expires_in_seconds?: number;
  /** Join this agent's open or approved-unspent Request for the same Action, if there is one. */
  attach?: boolean;
}

export interface SlotForm {
  id: string;
  requirement: string;
  group: string;
  filled: boolean;
}

export interface RequirementForm {
  slots: SlotForm[];
  order: 'any' | 'sequential';
  min_assurance: Assurance;
  channels: Channel[];
  reason: 'on-deny' | 'always';
  grant: { ttl_seconds: number; uses: number; log: 'strict' | 'async' };
}

export interface DecisionForm {
  id: string;
  decision: Verdict;
  revision: number;
  slot?: string;
  reason?: string;
  channel: Channel;
  assurance: Assurance;
  at: string;
  withdrawn?: boolean;
  /** Only where the reader may know: people on the console, not agents. */
  reviewer?: { id: string; name: string };
}

export interface QuestionForm {
  id: string;
  text: string;
  asked_at: string;
  proposal?: Action;
  answer?: { text: string; at: string };
}

export interface OutcomeForm {
  redemption: string;
  result: 'succeeded' | 'failed' | 'stopped' | 'unknown';
  ran_digest: string;
  started_at: string;
  ended_at: string;
  summary?: string;
  affected?: { rows?: number; resources?: number };
  reported_at: string;
}

/** A Request as `GET /requests/{id}` answers it. Members that do not apply are absent. */
export interface RequestForm {
  id: string;
  state: RequestState;
  effect: Effect;
  decided_by?: 'policy' | 'people';
  revision: number;
  version: number;
  digest: string;
  action: Action;
  agent: { id: string; name: string };
  executor: string;
  created_at: string;
  expires_at?: string;
  settled_at?: string;
  review_url?: string;
  evaluation: {
    id: string;
    policy: { name: string; version: number; digest: string };
    rules: { id: string; effect: Effect }[];
  };
  requirement?: RequirementForm;
  decisions: DecisionForm[];
  questions: QuestionForm[];
  revisions: { revision: number; digest: string; at: string }[];
  /** Compact JWS; only to its agent and executor, only while unspent. */
  grant?: string;
  grant_expires_at?: string;
  outcome?: OutcomeForm;
  why?: string;
  next: Next;
}

export interface DecisionBody {
  decision: Verdict;
  revision: number;
  digest: string;
  view_digest: string;
  reason?: string;
  question?: string;
  proposal?: Action;
}

export interface RedeemBody {
  grant: string;
  action: Action;
}

export interface RedeemAnswer {
  redemption: string;
  request: string;
  digest: string;
  uses_left: number;
  redeemed_at: string;
  run_before: string;
  report_before: string;
  replayed?: boolean;
}

export interface OutcomeBody {
  redemption: string;
  result: OutcomeForm['result'];
  ran_digest: string;
  started_at: string;
  ended_at: string;
  summary?: string;
  result_digest?: string;
  affected?: { rows?: number; resources?: number };
}

/** RFC 9457 problem details; `code` is the member to switch on. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance?: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

/** One line of the queue or of history. */
export interface QueueRow {
  id: string;
  state: RequestState;
  revision: number;
  version: number;
  headline: string;
  action_name: string;
  resource: { type: string; id: string };
  environment: string;
  risk: RiskLevel;
  agent: { id: string; name: string };
  subject: { type: string; id: string };
  slots: { filled: number; needed: number };
  created_at: string;
  expires_at?: string;
  settled_at?: string;
}

/** Everything a surface shows of one Request, channel-neutral. A pure function of the database's state. */
export interface ReviewCard {
  request: string;
  revision: number;
  digest: string;
  /** Four words derived from the digest, to compare by ear or eye. */
  fingerprint: string;
  headline: string;
  kind: string;
  risk: { level: RiskLevel; score: number; factors: string[] };
  environment: string;
  who: {
    agent: { id: string; name: string; team?: string; trust: string; first_time: boolean };
    owner: { id: string; name: string };
    credential: { id: string; prefix: string };
    model?: { provider?: string; name?: string; version?: string };
    run?: { id?: string; step?: string; session?: string; url?: string };
    subject: { type: string; id: string; proof: 'self' | 'acts_for' | 'token' };
  };
  action: { value: Action; canonical: string; sections: CardSection[] };
  blast_radius: { label: string; value: string; source: 'agent' | 'policy' }[];
  why: WhyForm;
  agent_text: Envelope;
  previous?: { revision: number; action: Action };
  /** Moving parts: not in the view digest. */
  state: RequestState;
  state_line: string;
  deadline?: string;
  not_before?: string;
  /** How the grant stands, for people; never the grant itself. */
  grant?: { id: string; expires_at: string; uses_left: number };
  slots: SlotForm[];
  controls: ('approve' | 'deny' | 'ask' | 'withdraw' | 'revoke')[];
  /** Why a control the reader may expect is missing, in a sentence. */
  control_note?: string;
  complete: boolean;
  view_digest: string;
}

/** A part of the Action that must have been on screen before Approve lights up. */
export interface CardSection {
  id: string;
  title: string;
  /** JSON pointers into the Action whose values this section shows. */
  pointers: string[];
}

export interface WhyForm {
  policy: { name: string; version: number; digest: string };
  effect: Effect;
  rules: WhyRule[];
  errors: { rule: string; code: string }[];
  requirement?: RequirementForm;
  your_slot?: string;
  cannot?: string;
}

export interface WhyRule {
  id: string;
  effect: Effect;
  mode: 'active' | 'shadow';
  matched: boolean;
  overridden_by?: string;
  message?: string;
  clauses: { text: string; value: 'true' | 'false' | 'unknown'; facts: { name: string; value: string }[] }[];
}

/** One line of the timeline. */
export interface TimelineEntry {
  id: string;
  type: string;
  at: string;
  actor: { kind: string; id: string; name?: string };
  via?: string;
  assurance?: Assurance;
  summary: string;
  text?: string;
  leaf: string;
}
