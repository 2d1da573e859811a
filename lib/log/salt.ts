import { randomFillSync } from 'node:crypto';

const saltBytes = 16;
const pool = Buffer.alloc(saltBytes * 256);
let next = pool.length;

/** 128 fresh random bits, base64url. Drawn from a filled buffer: one system call serves 256 of them, each used once. */
export function salt(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const text = pool.toString('base64url', next, next + saltBytes);
  pool.fill(0, next, next + saltBytes);
  next += saltBytes;
  return text;
}
