import type { Action } from '@countersign/sdk';

/** What stops a run before or while it happens. Its message says what was not as approved; nothing of it is kept. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export type Properties = Record<string, unknown>;

/** The parameters of an approved Action: the only place from which anything that runs is taken. */
export function propertiesOf(action: Action): Properties {
  return action.action.properties ?? {};
}

export function text(from: Properties, name: string): string {
  const value = from[name];
  if (typeof value === 'string') return value;
  throw new Stopped(`The approved action has no text "${name}", so there is nothing to run.`);
}

export function integer(from: Properties, name: string): number {
  const value = from[name];
  if (Number.isSafeInteger(value)) return value as number;
  throw new Stopped(`The approved action has no whole number "${name}", so it has no bound to run within.`);
}

/** What is bound to `$1`, `$2` and so on. */
export function parameters(from: Properties): unknown[] {
  const value = from.parameters ?? [];
  if (Array.isArray(value)) return value;
  throw new Stopped('The approved action has parameters that are not a list.');
}
