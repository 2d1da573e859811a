import { canonicalAction } from '#protocol/action.ts';
import type { Action, Json } from '#protocol/wire.ts';
import { type FieldProblem, Refusal } from '../errors/refusal.ts';

const maxCanonicalBytes = 65_536;
const maxStringBytes = 32_768;

/**
 * Refuse an Action whose canonical form has more than 64 KiB, or which holds a string of more than 32 KiB.
 *
 * Canonical form is at most seven times as long as what arrived (only a number such as 1e20 grows), so small bodies
 * pass without being looked at again.
 */
export function limitAction(action: Action, bodyBytes: number, at: string): void {
  if (bodyBytes * 7 <= maxCanonicalBytes) return;
  const long = longString(action as unknown as Json, at);
  if (long !== undefined) throw tooLarge(long, 'A single string has at most 32 KiB.');
  if (Buffer.byteLength(canonicalAction(action)) > maxCanonicalBytes) {
    throw tooLarge(at, 'The canonical form of an Action has at most 64 KiB. Name larger payloads by their digest.');
  }
}

/** The pointer of the first string, name or value, that is too long. */
function longString(value: Json, at: string): string | undefined {
  if (typeof value === 'string') return isLong(value) ? at : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (isLong(name)) return at;
    const found = longString(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLong(text: string): boolean {
  return text.length * 3 > maxStringBytes && Buffer.byteLength(text) > maxStringBytes;
}

function tooLarge(pointer: string, detail: string): Refusal {
  const problem: FieldProblem = { pointer, code: 'too_large', detail };
  return new Refusal('too_large', detail, { errors: [problem] });
}
