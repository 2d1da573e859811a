import { isExact } from './exact-number.ts';
import type { Json, JsonObject } from './wire.ts';

export type StrictJsonCode = 'malformed' | 'duplicate_key' | 'inexact_number' | 'reserved_name' | 'too_large';

/** Why a text is not accepted: a closed code, where (RFC 6901 JSON pointer), and a sentence for a person. */
export class StrictJsonError extends Error {
  readonly code: StrictJsonCode;
  readonly pointer: string;
  readonly detail: string;

  constructor(code: StrictJsonCode, pointer: string, detail: string) {
    super(`${code} at "${pointer}": ${detail}`);
    this.name = 'StrictJsonError';
    this.code = code;
    this.pointer = pointer;
    this.detail = detail;
  }
}

export interface StrictJsonLimits {
  /** Of the UTF-8 text. */
  maxBytes?: number;
  maxDepth?: number;
  maxValues?: number;
}

/**
 * The one value this JSON text can mean, or a StrictJsonError.
 *
 * Two parsers never read two values from a text that passes: names are unique at every depth after unescaping, every
 * number is, as a decimal, what its double prints as, strings are well-formed Unicode without U+0000, and nothing
 * stands before or after the value. `__proto__` and `constructor` are plain own members. The caller controls every
 * byte, so depth, count and size are bounded before anything is built on them.
 */
export function parseStrictJson(text: string | Uint8Array, limits: StrictJsonLimits = {}): Json {
  return new Reader(
    decoded(text, limits.maxBytes ?? 1_048_576),
    limits.maxDepth ?? 32,
    limits.maxValues ?? 5_000,
  ).read();
}

// ignoreBOM keeps a byte order mark in the text, where the reader refuses it like any other stray character.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(text: string | Uint8Array, maxBytes: number): string {
  if (text.length > maxBytes) throw tooLarge(maxBytes);
  if (typeof text !== 'string') {
    try {
      return utf8.decode(text);
    } catch {
      throw new StrictJsonError('malformed', '', 'The text is not valid UTF-8.');
    }
  }
  if (!text.isWellFormed()) throw new StrictJsonError('malformed', '', 'The text holds half of a surrogate pair.');
  if (text.length * 3 > maxBytes && new TextEncoder().encode(text).length > maxBytes) throw tooLarge(maxBytes);
  return text;
}

function tooLarge(maxBytes: number): StrictJsonError {
  return new StrictJsonError('too_large', '', `The text is longer than ${maxBytes} bytes.`);
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** One pass over the text by character codes; strings and long numbers are cut out whole, never built letter by letter. */
class Reader {
  private readonly text: string;
  private readonly maxDepth: number;
  private valuesLeft: number;
  private at = 0;
  private depth = 0;
  /** Names and indexes on the way to the value being read; only the first `depth` are current, null before a name. */
  private readonly path: (string | number | null)[] = [];

  constructor(text: string, maxDepth: number, maxValues: number) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.valuesLeft = maxValues;
  }

  read(): Json {
    const value = this.value(this.next());
    if (!Number.isNaN(this.next())) this.fail('malformed', 'Something follows the value.');
    return value;
  }

  /** The code of the next character that is not white space, without consuming it; NaN at the end. */
  private next(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.at++;
    }
  }

  private value(code: number): Json {
    if (--this.valuesLeft < 0) this.fail('malformed', 'There are too many values.');
    if (code === quote) return this.string();
    if (code === 0x7b) return this.object();
    if (code === 0x5b) return this.array();
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.number(code);
    if (code === 0x74) return this.word('true', true);
    if (code === 0x66) return this.word('false', false);
    if (code === 0x6e) return this.word('null', null);
    return this.unexpected();
  }

  private word(word: string, value: Json): Json {
    if (!this.text.startsWith(word, this.at)) this.unexpected();
    this.at += word.length;
    return value;
  }

  private object(): JsonObject {
    const object: JsonObject = {};
    this.enter();
    let code = this.next();
    if (code !== 0x7d) {
      for (;;) {
        if (code !== quote) this.unexpected();
        const name = this.string();
        this.path[this.depth - 1] = name;
        if (this.next() !== colon) this.unexpected();
        this.at++;
        // Looking the name up is cheaper than asking for own members; only names that also exist on Object.prototype need both.
        if (object[name] !== undefined && Object.hasOwn(object, name)) {
          this.fail('duplicate_key', 'This name stands twice in the same object.');
        }
        if (name === '_sd' || name === '_sd_alg' || name === '...') {
          this.fail('reserved_name', `The name "${name}" is reserved for commitments in the log.`);
        }
        const value = this.value(this.next());
        if (name === '__proto__') ownMember(object, name, value);
        else object[name] = value;
        code = this.next();
        if (code !== comma) break;
        this.at++;
        code = this.next();
      }
      if (code !== 0x7d) this.unexpected();
    }
    this.leave();
    return object;
  }

  private array(): Json[] {
    const items: Json[] = [];
    this.enter();
    let code = this.next();
    if (code !== 0x5d) {
      for (;;) {
        this.path[this.depth - 1] = items.length;
        items.push(this.value(code));
        code = this.next();
        if (code !== comma) break;
        this.at++;
        code = this.next();
      }
      if (code !== 0x5d) this.unexpected();
    }
    this.leave();
    return items;
  }

  private enter(): void {
    if (this.depth === this.maxDepth) this.fail('malformed', `Values are nested more than ${this.maxDepth} deep.`);
    this.at++;
    this.path[this.depth++] = null;
  }

  private leave(): void {
    this.at++;
    this.depth--;
  }

  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (code === backslash) return this.escapedString(start, at);
      // NaN, the end of the text, fails this comparison as well.
      if (!(code >= 0x20)) {
        this.at = at;
        this.unexpected();
      }
      at++;
    }
  }

  /** Finds the closing quote; the platform's own JSON.parse unescapes what lies between, strictly. */
  private escapedString(start: number, firstEscape: number): string {
    const { text } = this;
    let at = firstEscape;
    for (let code = backslash; code !== quote; code = text.charCodeAt(at)) {
      if (!(code >= 0x20)) {
        this.at = at;
        this.unexpected();
      }
      at += code === backslash ? 2 : 1;
    }
    this.at = at + 1;
    const string = this.unescaped(text.slice(start - 1, this.at));
    if (!string.isWellFormed()) this.fail('malformed', 'A string holds half of a surrogate pair.');
    if (string.includes('\u0000')) this.fail('malformed', 'A string holds U+0000, which cannot be stored.');
    return string;
  }

  private unescaped(quoted: string): string {
    try {
      return JSON.parse(quoted) as string;
    } catch {
      return this.fail('malformed', 'A string holds an escape that JSON does not know.');
    }
  }

  private number(first: number): number {
    const { text } = this;
    const start = this.at;
    let at = first === 0x2d ? start + 1 : start;
    const leading = text.charCodeAt(at);
    const whole = digitsEnd(text, at);
    if (whole === at || (leading === 0x30 && whole > at + 1))
      this.fail('malformed', 'A number is not written as JSON.');
    at = whole;
    let code = text.charCodeAt(at);
    if (code === 0x2e) {
      at = this.someDigits(at + 1);
      code = text.charCodeAt(at);
    }
    if (code === 0x65 || code === 0x45) {
      const sign = text.charCodeAt(at + 1);
      at = this.someDigits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
    }
    this.at = at;
    const written = text.slice(start, at);
    const number = Number(written);
    // Fifteen digits always survive a double.
    const short = at === whole && at - start <= 15;
    if (!short && !isExact(written, number)) {
      this.fail('inexact_number', 'This number changes when stored as a double. Send it as a string.');
    }
    return number === 0 ? 0 : number;
  }

  private someDigits(at: number): number {
    const end = digitsEnd(this.text, at);
    return end > at ? end : this.fail('malformed', 'A number is not written as JSON.');
  }

  private unexpected(): never {
    const end = this.at >= this.text.length;
    return this.fail('malformed', end ? 'The text ends too early.' : `Unexpected character at position ${this.at}.`);
  }

  private fail(code: StrictJsonCode, detail: string): never {
    throw new StrictJsonError(code, pointerTo(this.path.slice(0, this.depth)), detail);
  }
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at++;
  return at;
}

/** Assignment to `__proto__` would change what the object inherits; this makes it a member like any other. */
function ownMember(object: JsonObject, name: string, value: Json): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** RFC 6901. */
function pointerTo(path: (string | number | null)[]): string {
  const steps = path.filter((step) => step !== null);
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
