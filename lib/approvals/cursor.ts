import { createHmac, timingSafeEqual } from 'node:crypto';
import { env } from '../env.ts';
import { Refusal } from '../errors/refusal.ts';

/** Where a page ended, as text that only we can have written. It names positions, so a made-up one must not be obeyed. */
export function writeCursor(list: string, position: readonly (string | number)[]): string {
  const body = Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
  return `${body}.${seal(body)}`;
}

/** @throws Refusal `invalid_cursor` when we did not write it, or for another list */
export function readCursor(list: string, cursor: string): (string | number)[] {
  const [body = '', signature = '', ...rest] = cursor.split('.');
  const good = Buffer.from(seal(body));
  const given = Buffer.from(signature);
  if (rest.length === 0 && good.length === given.length && timingSafeEqual(good, given)) {
    const [name, ...position] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
      string,
      ...(string | number)[],
    ];
    if (name === list) return position;
  }
  throw new Refusal('invalid_cursor', 'This cursor is not one of ours for this list. Start again without it.');
}

function seal(body: string): string {
  return createHmac('sha256', `countersign/cursor/v1\n${env().AUTH_SECRET}`)
    .update(body)
    .digest('base64url')
    .slice(0, 22);
}
