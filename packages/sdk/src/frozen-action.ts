import type { ActionInput } from '@countersign/protocol/action.ts';
import { canonicalAction, completeAction } from '@countersign/protocol/action.ts';
import { toBase64url } from '@countersign/protocol/base64.ts';
import type { Action } from '@countersign/protocol/wire.ts';

/** A copy of an Action, of its own and frozen to the bottom: what is asked, approved and run cannot drift apart. */
export function frozenAction(input: ActionInput): Action {
  return deepFrozen(JSON.parse(canonicalAction(completeAction(input))) as Action);
}

/**
 * The same with `context.nonce`, so that a secret in it cannot be guessed from its digest.
 *
 * The nonce is an HMAC of the Action under the caller's credential: nobody else can compute it, and the same step after
 * a restart has the same one and so finds the same Request.
 */
export async function withNonce(input: ActionInput, secret: string, step: string): Promise<ActionInput> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const text = `countersign/nonce/v1\n${step}\n${canonicalAction(completeAction(input))}`;
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return { ...input, context: { ...input.context, nonce: toBase64url(bytes.subarray(0, 16)) } };
}

/** Whether two Actions are the same but for the nonce: a Request that was joined keeps the one it was filed with. */
export function isSameButNonce(a: Action, b: Action): boolean {
  return canonicalAction(withoutNonce(a)) === canonicalAction(withoutNonce(b));
}

function withoutNonce(action: Action): Action {
  const { nonce: _, ...context } = action.context;
  return { ...action, context };
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}
