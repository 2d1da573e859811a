export interface CausalEvent {
  id: string;
  at: Date;
  /** base64url leaf hash. */
  leaf: string;
  /** Leaves of the Events that caused it. */
  prev: readonly string[];
}

/**
 * Events by time, and those of one instant after their causes.
 *
 * One transaction writes several Events at the same millisecond; their ids are random, so only `prev` says which came
 * first. Causes lie in the past or in the same instant, never in a circle: a leaf hash cannot name itself.
 */
export function causalOrder<Event extends CausalEvent>(events: readonly Event[]): Event[] {
  const waiting = [...events].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  const open = new Set(waiting.map((event) => event.leaf));
  const ordered: Event[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((event) => event.prev.every((leaf) => !open.has(leaf)));
    const [event] = waiting.splice(Math.max(next, 0), 1);
    open.delete(event!.leaf);
    ordered.push(event!);
  }
  return ordered;
}
