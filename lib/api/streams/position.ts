import type { Change, Seen } from '../../log/list-changes.ts';

/**
 * A place in the stream that any replica can go on from: everything up to `since` was seen, and of what came between
 * `since` and `until` everything up to `last`.
 */
export interface Position {
  since: Seen;
  until: string;
  last?: { at: Date; id: string } | undefined;
}

/** The `id:` of a message. Opaque to clients; says which Events were seen, nothing about them. */
export function writePosition({ since, until, last }: Position): string {
  const parts = [since.at.getTime(), since.snapshot, until, last?.at.getTime() ?? '', last?.id ?? ''];
  return Buffer.from(parts.join('|')).toString('base64url');
}

const snapshot = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/;

/** The caller controls it: anything that is not spelt like one of ours is no position at all. */
export function readPosition(text: string): Position | undefined {
  if (text.length > 4096) return undefined;
  const [at = '', since = '', until = '', lastAt = '', lastId = ''] = Buffer.from(text, 'base64url')
    .toString()
    .split('|');
  const isPosition = /^\d{1,14}$/.test(at) && snapshot.test(since) && snapshot.test(until) && /^\d{0,14}$/.test(lastAt);
  if (!isPosition) return undefined;
  return {
    since: { at: new Date(Number(at)), snapshot: since },
    until,
    last: lastAt === '' ? undefined : { at: new Date(Number(lastAt)), id: lastId },
  };
}

/** Whether a change of the batch that the position stands in was already sent. */
export function wasSent(last: { at: Date; id: string }, change: Change): boolean {
  const difference = change.at.getTime() - last.at.getTime();
  return difference < 0 || (difference === 0 && change.id <= last.id);
}
