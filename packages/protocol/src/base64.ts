const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Standard base64 with padding (RFC 4648 section 4), as DSSE, notes and log leaves want it. */
export function toBase64(bytes: Uint8Array): string {
  const text = encoded(bytes, standard);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** The bytes, or null when the text is anything but the one padded spelling of them. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const bare = text.endsWith('==') ? text.slice(0, -2) : text.endsWith('=') ? text.slice(0, -1) : text;
  return text.length % 4 === 0 ? decoded(bare, standard) : null;
}

/** base64url without padding (RFC 4648 section 5), as digests, JWS and disclosures want it. */
export function toBase64url(bytes: Uint8Array): string {
  return encoded(bytes, urlSafe);
}

/** The bytes, or null when the text is anything but the one unpadded spelling of them. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  return decoded(text, urlSafe);
}

function encoded(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet[word >> 18]! + alphabet[(word >> 12) & 63]!;
    if (left > 1) text += alphabet[(word >> 6) & 63]!;
    if (left > 2) text += alphabet[word & 63]!;
  }
  return text;
}

/** Strict both ways: one text per byte string, so a signature or digest cannot be respelled and still compare equal. */
function decoded(text: string, alphabet: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const six = alphabet.indexOf(letter);
    if (six < 0) return null;
    word = ((word << 6) | six) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (word >> bits) & 0xff;
  }
  const leftOver = word & ((1 << bits) - 1);
  return leftOver === 0 ? bytes : null;
}
