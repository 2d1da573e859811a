import type { Assurance, Channel } from '#protocol/wire.ts';

/** A group as it stood in the document at evaluation: every template filled in, so a stored requirement needs no policy. */
export interface ResolvedGroup {
  name: string;
  /** Ids of directory groups; a member of any of them is a member. */
  idp: readonly string[];
  /** Ids of people. */
  people: readonly string[];
}

/** A place to be filled by `count` different people, each a member of at least one of `groups`. */
export interface Slot {
  /** Unique within its Requirement: the slot's name, else its position from 1. */
  id: string;
  name?: string;
  /** The group as the author wrote it; `groups[0]` is its resolved form, escalation may append others. */
  group: string;
  count: number;
  groups: readonly ResolvedGroup[];
}

/** One `requirements:` entry. Every slot unit needs a different person; nobody fills two. */
export interface Requirement {
  id: string;
  slots: readonly Slot[];
  order: 'any' | 'sequential';
  /** So many denies, by people eligible for any slot, end the Request. */
  deny: number;
}

export interface EscalationStep {
  requirementId: string;
  afterSeconds: number;
  notify?: readonly ResolvedGroup[];
  /** Slot id that `with` may fill as well from then on. */
  widen?: string;
  with?: ResolvedGroup;
}

export interface GrantTerms {
  ttlSeconds: number;
  uses: number;
  log: 'strict' | 'async';
  onExpiry: 'finish' | 'stop';
}

/** What people must do before the Action may run: every Requirement met, and the strictest of all they share. */
export interface MergedRequirement {
  requirements: readonly Requirement[];
  deadlineSeconds: number;
  escalate: readonly EscalationStep[];
  /** Redeemable only this long after filing. */
  notBeforeSeconds: number;
  /** Names of calendars that must all be open at redemption. */
  within: readonly string[];
  reason: 'on-deny' | 'always';
  minAssurance: Assurance;
  channels: readonly Channel[];
  grant: GrantTerms;
}

/** What an allow rule's grant carries, and where every requirement starts before the document says otherwise. */
export const defaultGrantTerms: GrantTerms = { ttlSeconds: 600, uses: 1, log: 'async', onExpiry: 'finish' };

export const assuranceLevels: readonly Assurance[] = ['L1', 'L2', 'L3', 'L4', 'L5'];
