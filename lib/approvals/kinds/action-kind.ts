import type { Action, CardSection } from '#protocol/wire.ts';

export type KindName = 'sql' | 'export' | 'iam' | 'plan' | 'shell' | 'http' | 'deploy' | 'mcp' | 'json';

/**
 * How one kind of Action is read: whether it is of that kind, what it says in a sentence, and in which parts it is shown.
 *
 * All three are pure functions of the Action and nothing else: no evidence, no reason, no prose of the agent. They never
 * throw, whatever the Action holds, since every value in it is the caller's.
 */
export interface ActionKind {
  kind: KindName;
  matches(action: Action): boolean;
  /** One sentence, verb first, at most 200 characters, every value made visible. Names no environment. */
  headline(action: Action): string;
  /** The parts, in reading order. Together their pointers cover every member of the Action. */
  sections(action: Action): CardSection[];
}
