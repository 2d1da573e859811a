import { canonicalize } from '#protocol/jcs.ts';
import type { Json } from '#protocol/wire.ts';
import { indented } from '../kinds/indented.ts';

/** A value as lines to compare: text as it is, everything else as canonical JSON, indented. */
export function pretty(value: Json): string {
  return typeof value === 'string' ? value : indented(canonicalize(value));
}
