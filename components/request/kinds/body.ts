import { valueAt } from '#lib/approvals/kinds/pointers.ts';
import type { Action, CardSection, Json } from '#protocol/wire.ts';

/** What draws one section: it gets the Action and the section, and shows every value at the section's pointers. */
export interface BodyProps {
  action: Action;
  section: CardSection;
}

export function at(action: Action, pointer: string): Json | undefined {
  return valueAt(action as unknown as Json, pointer);
}
