import { fromBase64url } from './base64.ts';
import type { Json, JsonObject } from './wire.ts';

export const statementType = 'https://in-toto.io/Statement/v1';
export const statementPayloadType = 'application/vnd.in-toto+json';

/** What a Statement is about, by SHA-256 in hex as in-toto wants it. */
export interface StatementSubject {
  name: SubjectName;
  digest: { sha256: string };
}

export type SubjectName =
  | 'action'
  | 'agent'
  | 'bundle'
  | 'call'
  | 'checkpoint'
  | 'credential'
  | 'event'
  | 'executor'
  | 'key'
  | 'log'
  | 'person'
  | 'policy'
  | 'setting';

/** Who caused an Event. Ids are opaque: never a name, never an address. */
export interface StatementActor {
  kind: 'human' | 'agent' | 'executor' | 'service' | 'system';
  id: string;
  credential?: string;
  via: string;
  assurance?: string;
  auth_at?: string;
}

/** What every Event says besides its own `data`. `prev` holds the leaf hashes of the Events that caused this one. */
export interface StatementPredicate {
  v: 1;
  event: string;
  type: string;
  at: string;
  actor: StatementActor;
  request?: string;
  revision?: number;
  policy?: { id: string; version: number; digest: string };
  prev: string[];
  data: JsonObject;
  _sd_alg?: 'sha-256';
}

/** An in-toto Statement v1 whose predicate is one Event. */
export interface Statement {
  _type: typeof statementType;
  subject: StatementSubject[];
  predicateType: `urn:countersign:event:${string}:v1`;
  predicate: StatementPredicate;
}

/** The Statement of an Event, ready for JCS and the event key. */
export function statement(subject: StatementSubject[], predicate: StatementPredicate): Statement {
  return { _type: statementType, subject, predicateType: `urn:countersign:event:${predicate.type}:v1`, predicate };
}

/** A thing as a Statement names it: the same 32 bytes as our base64url digest, spelt in hex. */
export function statementSubject(name: SubjectName, digest: string): StatementSubject {
  const bytes = fromBase64url(digest);
  if (bytes === null || bytes.length !== 32) throw new TypeError('A Statement names its subject by a SHA-256 digest.');
  return { name, digest: { sha256: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') } };
}

/** A Statement is JSON by construction; interfaces merely lack the index signature that says so. */
export function asJson(value: Statement): Json {
  return value as unknown as Json;
}
