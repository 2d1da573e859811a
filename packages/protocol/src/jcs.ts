import type { Json } from './wire.ts';

/** What was handed over is not a JSON value, so it has no canonical form. A caller's mistake, never a user's. */
export class NotCanonicalizable extends TypeError {
  constructor(detail: string) {
    super(detail);
    this.name = 'NotCanonicalizable';
  }
}

/**
 * The canonical text of a JSON value (RFC 8785): members by UTF-16 code units, numbers as ECMAScript prints them.
 *
 * Two values have the same text exactly when they are the same value. What JSON cannot carry (NaN, Infinity, half a
 * surrogate pair, undefined, a Date, a Map) throws, instead of turning into something else as JSON.stringify would.
 */
export function canonicalize(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return printed(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value !== 'object') throw new NotCanonicalizable(`A ${typeof value} is not a JSON value.`);
  return Array.isArray(value) ? list(value) : members(value);
}

function list(items: Json[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += canonicalize(items[index] as Json);
  }
  return `${text}]`;
}

function members(object: { [name: string]: Json }): string {
  if (!isPlain(object)) throw new NotCanonicalizable('Only plain objects are JSON values.');
  let text = '{';
  for (const name of sorted(Object.keys(object))) {
    if (text.length > 1) text += ',';
    text += `${quoted(name)}:${canonicalize(object[name] as Json)}`;
  }
  return `${text}}`;
}

/** Own prototype is the root one, of whichever realm: class instances, Dates and Maps have a longer chain. */
function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Mostly they are in order already, and looking is cheaper than sorting. */
function sorted(names: string[]): string[] {
  for (let index = 1; index < names.length; index++) {
    if ((names[index - 1] as string) > (names[index] as string)) return names.sort();
  }
  return names;
}

/** Anything but printable characters without quote and backslash: what JSON escapes, and halves of surrogate pairs. */
const needsCare = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

function quoted(text: string): string {
  if (!needsCare.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new NotCanonicalizable('A string holds half of a surrogate pair.');
  return JSON.stringify(text);
}

function printed(number: number): string {
  if (!Number.isFinite(number)) throw new NotCanonicalizable(`${number} is not a JSON number.`);
  return String(number);
}
