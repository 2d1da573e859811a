import type { ActionKind } from './action-kind.ts';
import { layOut } from './lay-out.ts';
import { place, quoted, sentence } from './sentence.ts';

/** The kind of whatever no other kind knows: shown as it is, said by its own name. */
export const json: ActionKind = {
  kind: 'json',
  matches: () => true,
  headline: (action) => sentence(`Perform ${quoted(action.action.name)}`, place(action, 'on')),
  sections: (action) => layOut(action, [{ id: 'parameters', title: 'Parameters', pointers: ['/action/properties'] }]),
};
