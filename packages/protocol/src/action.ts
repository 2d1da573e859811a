import { toBase64url } from './base64.ts';
import { canonicalize } from './jcs.ts';
import type { Action, Json, JsonObject } from './wire.ts';

/** An Action as callers may write it: `context` may be left out and is then empty. */
export type ActionInput = Omit<Action, 'context'> & { context?: JsonObject };

/** The Action that is hashed: an absent `context` becomes `{}`; absent `properties` stay absent. */
export function completeAction(input: ActionInput): Action {
  return { ...input, context: input.context ?? {} };
}

/** The text whose hash is the Action's identity: RFC 8785 over exactly subject, action, resource and context. */
export function canonicalAction(action: Action): string {
  if (!isAction(action)) throw new TypeError('An Action is exactly {subject, action, resource, context}.');
  return canonicalize(action as unknown as Json);
}

/** base64url SHA-256, without padding, of the canonical Action: 43 characters that name it everywhere. */
export async function actionDigest(action: Action): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalAction(action));
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const digestPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Whether a text can be a SHA-256 in base64url. The last letter carries only four bits. */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && digestPattern.test(text);
}

const namePattern = /^[A-Za-z0-9._:/-]{1,200}$/;

/** Whether a value has the shape of an Action and no member besides. Sizes are intake's business. */
export function isAction(value: unknown): value is Action {
  return (
    isObject(value) &&
    hasOnly(value, ['subject', 'action', 'resource', 'context']) &&
    isEntity(value.subject) &&
    isNamed(value.action) &&
    isEntity(value.resource) &&
    isObject(value.context)
  );
}

function isEntity(value: unknown): boolean {
  return (
    isObject(value) &&
    hasOnly(value, ['type', 'id', 'properties']) &&
    isFilled(value.type) &&
    isFilled(value.id) &&
    mayHaveProperties(value)
  );
}

function isNamed(value: unknown): boolean {
  return (
    isObject(value) &&
    hasOnly(value, ['name', 'properties']) &&
    typeof value.name === 'string' &&
    namePattern.test(value.name) &&
    mayHaveProperties(value)
  );
}

function mayHaveProperties(value: Record<string, unknown>): boolean {
  return !Object.hasOwn(value, 'properties') || isObject(value.properties);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function hasOnly(value: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
