/** Crockford's alphabet in lower case: no i, l, o or u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Every kind of thing that has an id on the wire. */
export type IdPrefix =
  | 'agt'
  | 'bun'
  | 'crd'
  | 'dec'
  | 'evl'
  | 'evt'
  | 'exe'
  | 'grt'
  | 'qst'
  | 'rdm'
  | 'req'
  | 'usr'
  | 'whk';

/**
 * A fresh id: prefix, underscore, 26 letters that carry 128 random bits. Opaque, unguessable, never a permission.
 *
 * The prefix is any three-letter word, so that a module can name things of its own that never travel.
 */
export function newId<Prefix extends string = IdPrefix>(prefix: Prefix): `${Prefix}_${string}` {
  const bytes = freshBytes();
  let text = '';
  let word = 0;
  // 26 letters hold 130 bits: the first one starts with two zero bits.
  let bits = 2;
  for (const byte of bytes) {
    word = (word << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(word >> bits) & 31]!;
    }
    word &= (1 << bits) - 1;
  }
  return `${prefix}_${text}`;
}

const pool = new Uint8Array(4096);
let used = pool.length;

/** Sixteen random bytes that nobody was given before. Asking the system for 256 ids at once is what makes an id cheap. */
function freshBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

const pattern = /^([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}$/;

/** Whether a text, which a caller may have made up, is spelt like an id of this kind (of any kind without `prefix`). */
export function isId(text: unknown, prefix?: IdPrefix): text is string {
  const found = typeof text === 'string' ? pattern.exec(text)?.[1] : undefined;
  return found !== undefined && (prefix === undefined || found === prefix);
}
