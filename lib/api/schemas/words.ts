import { z } from 'zod';
import { isDigest } from '#protocol/action.ts';
import { type IdPrefix, isId } from '#protocol/id.ts';
import type { Json, JsonObject } from '#protocol/wire.ts';

/** An id of one kind. Opaque; knowing one permits nothing. */
export function id(prefix: IdPrefix) {
  return z
    .string()
    .refine((text) => isId(text, prefix), `has to be an id that starts with ${prefix}_`)
    .meta({
      override: { type: 'string', pattern: `^${prefix}_[0-9a-hjkmnp-tv-z]{26}$` },
    });
}

/** base64url SHA-256 without padding. */
export const digest = z
  .string()
  .refine(isDigest, 'has to be a SHA-256 in base64url, 43 characters')
  .meta({
    override: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
  });

/** RFC 3339 UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 }).meta({ description: 'RFC 3339, UTC, milliseconds' });

/** A time as callers may write it: any precision, still UTC. */
export const callersTime = z.iso
  .datetime()
  .refine((value) => /^(19|2[01])/.test(value), 'has to be a time between 1900 and 2199')
  .meta({ description: 'RFC 3339, UTC' });

export const count = z.int().min(0);

/** Without U+0000, which Postgres cannot hold: bodies never have it, but an address may. */
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((value) => !value.includes('\0'), 'holds U+0000');

/** At most so many bytes as UTF-8. */
export const textBytes = (most: number) =>
  z
    .string()
    .min(1)
    .refine((value) => value.length * 3 <= most || Buffer.byteLength(value) <= most, `has at most ${most} bytes`)
    .meta({ override: { type: 'string', minLength: 1, description: `at most ${most} bytes as UTF-8` } });

/**
 * Any JSON object, handed on as the very object that strict intake read: not copied, so that a member called
 * `__proto__` stays what it was, and nothing between reading and hashing could change it.
 */
export const freeObject = z
  .custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'has to be an object',
  )
  .meta({ override: { type: 'object', additionalProperties: true } });

/** Any JSON value, untouched. */
export const anyJson = z.custom<Json>((value) => value !== undefined).meta({ override: {} });

/** A page's worth, and where to go on. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(1000).exactOptional(),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next_cursor: z.string().nullable() });

export const waitSeconds = z.coerce.number().int().min(0).max(60).default(0);
