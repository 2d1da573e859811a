import { canonicalAction } from '#protocol/action.ts';
import type { Action } from '#protocol/wire.ts';
import { indented } from '../kinds/indented.ts';
import { DiffView } from './diff-view.tsx';
import { linesBetween } from './lines.ts';

/** What changed between two Actions, in their canonical form, which is what their digests are made of. */
export function ActionDiff({ before, after, label }: { before: Action; after: Action; label: string }) {
  const lines = linesBetween(indented(canonicalAction(before)), indented(canonicalAction(after)));
  return (
    <div className="overflow-clip rounded-lg border">
      <DiffView lines={lines} label={label} />
    </div>
  );
}
