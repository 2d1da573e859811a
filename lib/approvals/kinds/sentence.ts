import { visible } from '#protocol/visible.ts';
import type { Action } from '#protocol/wire.ts';

const LIMIT = 200;
const MORE = ' … (see parameters)';
const PLAIN = /^[\p{L}\p{N}_.:/@$*#+=~%,-]+$/u;
const HIDDEN_OR_BREAK = /[\n\t"\\]/g;

/**
 * A value of the caller's inside our sentence: hidden characters spelled out, on one line, and in quotes as soon as it
 * holds anything but a plain name, so that a value cannot pass for our own words.
 */
export function quoted(value: string): string {
  if (PLAIN.test(value) && visible(value) === value) return value;
  const escaped = visible(value).replace(HIDDEN_OR_BREAK, (found) =>
    found === '\n' ? '⟨U+000A⟩' : found === '\t' ? '⟨U+0009⟩' : `\\${found}`,
  );
  return `"${escaped}"`;
}

/** Names in a row, the fourth and later ones only counted. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, 3).map(quoted).join(', ');
  return values.length > 3 ? `${shown} and ${counted(values.length - 3, 'more', 'more')}` : shown;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${Number.isInteger(count) ? grouped(count) : count} ${count === 1 ? one : many}`;
}

/** 48213 as 48,213, the same on every machine whatever its locale. */
export function grouped(count: number): string {
  return Number.isSafeInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, ',') : String(count);
}

/**
 * Parts joined into a headline of at most 200 characters. What does not fit is left out from the end, whole parts at a
 * time, and the sentence then says that there is more: a name cut in the middle would read as another name.
 */
export function sentence(...parts: (string | undefined | false)[]): string {
  const said = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  for (let kept = said.length; kept > 0; kept -= 1) {
    const whole = said.slice(0, kept).join(' ');
    const line = kept === said.length ? whole : whole + MORE;
    if (line.length <= LIMIT) return line;
  }
  return cut(said[0] ?? '') + MORE;
}

function cut(part: string): string {
  const kept = part.slice(0, LIMIT - MORE.length).replace(/[\uD800-\uDBFF]$/, '');
  return kept.replace(/⟨[^⟩]*$/, '');
}

/** "in database billing": where it happens, as the Action names it. */
export function place(action: Action, preposition = 'in'): string {
  return `${preposition} ${quoted(action.resource.type)} ${quoted(action.resource.id)}`;
}
