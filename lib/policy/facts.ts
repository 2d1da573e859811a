import type { Json } from '#protocol/wire.ts';

/** A value a caller sent under a declared name. */
export type PropertyValue = string | number | boolean | readonly string[] | readonly number[];
export type Properties = Readonly<Record<string, PropertyValue>>;

export type SubjectProof = 'self' | 'acts_for' | 'token';
export type Trust = 'untrusted' | 'standard' | 'trusted';
export type Door = 'rest' | 'mcp' | 'hook' | 'authzen' | 'ciba' | 'cli' | 'humanlayer';
export type Grade = 'structural' | 'network' | 'cooperative';

/**
 * What one evaluation may know, as plain JSON that is kept with it. Absent is absent: never null, "" or 0.
 *
 * What the caller wrote stands under `properties` and `claimed`; everything else Countersign established itself.
 * `action.name`, `resource.type` and `resource.id` are the caller's words too, but they are in the digest.
 */
export interface Facts {
  subject: { type: string; id: string; proof: SubjectProof; groups?: readonly string[] };
  agent: {
    id: string;
    owner: string;
    team?: string;
    trust: Trust;
    model?: string;
    tags: readonly string[];
    ageDays: number;
    changed: boolean;
  };
  action: { name: string; family: string; bytes: number; properties: Properties };
  resource: {
    type: string;
    id: string;
    environment: string;
    owner: string;
    classes: readonly string[];
    known: boolean;
    properties: Properties;
  };
  context: {
    observed: boolean;
    door: Door;
    executor: string;
    grade: Grade;
    revision: number;
    properties: Properties;
  };
  /** Counts of this Agent's other Requests; a member that was not counted is absent. */
  window: Readonly<Partial<Record<string, number | boolean>>>;
  now: { hour: number; weekday: number; date: string };
  calendar: Readonly<Record<string, boolean>>;
  risk: { signals: readonly string[] };
  claimed: {
    rows?: number;
    resources?: number;
    people?: number;
    reversible?: boolean;
    provider?: string;
    model?: string;
    run?: string;
  };
  /** Names of facts whose value is beyond the limits: every rule that reads one errors, and no other. */
  errored: readonly string[];
}

/** What the window counters say, as far as they were read; names are those of `policy.readsWindows`. */
export type WindowFacts = Facts['window'];

/** Everything `establishFacts` is told; nothing here is read from the world by policy itself. */
export interface FactsInput {
  action: {
    subject: { type: string; id: string };
    action: { name: string; properties?: { readonly [name: string]: Json } };
    resource: { type: string; id: string; properties?: { readonly [name: string]: Json } };
    context: { readonly [name: string]: Json };
  };
  /** Size of the canonical form, in bytes. */
  canonicalBytes: number;
  agent: {
    id: string;
    owner: string;
    team?: string | null;
    trust: Trust;
    model?: string | null;
    tags?: readonly string[];
    createdAt: Date;
    /** Model, credential or tool schema differs from its last success. */
    changed: boolean;
  };
  proof: SubjectProof;
  /** Directory groups of the subject; absent when the directory could not say. */
  subjectGroups?: readonly string[];
  /** The agent's own numbers, from the envelope and outside the digest. */
  claimed?: Facts['claimed'];
  door: Door;
  executor: string;
  grade: Grade;
  /** The software that will run the Action wrote it, not the agent. */
  observed: boolean;
  revision: number;
  windows?: WindowFacts;
  /** Names from registered scanners. */
  signals?: readonly string[];
  now: Date;
}

/** A property of another type than the document declares: the caller's 400 `invalid_field`. */
export interface FactProblem {
  pointer: string;
  code: 'invalid_field';
  detail: string;
}

export type FactsResult = { ok: true; facts: Facts } | { ok: false; problems: FactProblem[] };
