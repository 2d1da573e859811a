import { visible } from '#protocol/visible.ts';
import type { Action } from '#protocol/wire.ts';
import { text } from './members.ts';

/**
 * What to print as the Action's environment. The catalogue's label is ours and wins; where the catalogue knows nothing,
 * a caller's own word is shown as the caller's, never as a fact.
 */
export function environment(action: Action, catalogueLabel: string | undefined): string {
  if (catalogueLabel && catalogueLabel !== 'unknown') return catalogueLabel;
  const claimed = text(action.resource.properties, 'environment');
  if (claimed === undefined) return 'unknown';
  const shown = visible(claimed).replace(/\s+/g, ' ');
  return `unknown (caller says ${shown.length > 40 ? 'something long' : shown})`;
}

const PRODUCTION = /^(prod|production|prd|live)\b/i;

/** Whether to treat it as production on screen: by our label, or by the caller's word where we have none. */
export function isProduction(label: string): boolean {
  return PRODUCTION.test(label.replace(/^unknown \(caller says /, ''));
}
