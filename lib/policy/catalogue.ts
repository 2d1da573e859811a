import type { PolicyDocument } from './document.ts';
import { covers } from './names.ts';

export interface Labels {
  environment: string;
  owner: string;
  classes: readonly string[];
  known: boolean;
}

const unknown: Labels = { environment: 'unknown', owner: 'none', classes: [], known: false };

/** What the document's catalogue says of a resource; the first entry that fits. These labels never come from a caller. */
export function labelsOf(document: PolicyDocument, resource: { type: string; id: string }): Labels {
  const entry = document.resources?.find(
    (candidate) => (candidate.type === '*' || candidate.type === resource.type) && covers(candidate.id, resource.id),
  );
  if (!entry) return unknown;
  return { environment: entry.environment, owner: entry.owner, classes: entry.classes, known: true };
}
