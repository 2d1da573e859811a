import type { z } from 'zod';
import { parseStrictJson, StrictJsonError } from '#protocol/strict-json.ts';
import type { Json } from '#protocol/wire.ts';
import { type FieldProblem, Refusal } from '../errors/refusal.ts';

/** The one value the bytes can mean, or a refusal that names the place. */
export function parseBody(bytes: Uint8Array): Json {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    const { code, pointer, detail } = error;
    throw new Refusal(code, pointer ? `${detail} Look at ${pointer}.` : detail, {
      errors: [{ pointer, code, detail }],
    });
  }
}

/**
 * `value` as the schema wants it, or one refusal that lists everything that is wrong with it.
 *
 * A pointer into a body is an RFC 6901 JSON pointer; for a query parameter it is its name behind a question mark.
 */
export function check<T extends z.ZodType>(schema: T, value: unknown, where: 'body' | 'query'): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldProblems(issue, where));
  const first = errors[0]!;
  const code = isProblemCode(first.code) ? first.code : 'invalid_field';
  throw new Refusal(code, `${first.pointer || 'The body'}: ${first.detail}`, { errors: errors.slice(0, 50) });
}

type FieldCode = 'unknown_member' | 'invalid_field' | 'too_large' | 'nonce_missing';

function isProblemCode(code: string): code is FieldCode {
  return code === 'unknown_member' || code === 'too_large' || code === 'nonce_missing';
}

function fieldProblems(issue: z.core.$ZodIssue, where: 'body' | 'query'): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const detail = where === 'body' ? 'This member is not known here.' : 'This parameter is not known here.';
    return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key], where), code: 'unknown_member', detail }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that got furthest is the one the caller meant.
    const branches = issue.errors.map((branch) => branch.flatMap((inner) => fieldProblems(inner, where)));
    const best = branches.reduce((a, b) => (b.length < a.length ? b : a));
    const prefix = pointer(issue.path, where);
    return best.map((problem) => ({ ...problem, pointer: `${prefix}${problem.pointer}` }));
  }
  const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'invalid_field';
  return [{ pointer: pointer(issue.path, where), code, detail: sentence(issue.message) }];
}

function pointer(path: readonly PropertyKey[], where: 'body' | 'query'): string {
  if (where === 'query') return path.length > 0 ? `?${String(path[0])}` : '';
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function sentence(message: string): string {
  const text = message.replace(/^Invalid input: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
