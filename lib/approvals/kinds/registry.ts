import type { Action } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { deploy } from './deploy.ts';
import { dataExport } from './export.ts';
import { http } from './http.ts';
import { iam } from './iam.ts';
import { json } from './json.ts';
import { mcp } from './mcp.ts';
import { plan } from './plan.ts';
import { shell } from './shell.ts';
import { sql } from './sql.ts';

/**
 * Every kind of Action we can read, the more particular first; the first that matches is used.
 *
 * The one place to add a kind: a file here, a line below, and its bodies in components/request/kinds/bodies.ts. Without
 * bodies its sections are drawn as JSON trees, so a new kind is complete from its first day.
 */
export const kinds: readonly ActionKind[] = [plan, iam, dataExport, sql, shell, http, deploy, mcp, json];

export function kindOf(action: Action): ActionKind {
  return kinds.find((kind) => kind.matches(action)) ?? json;
}

export function headlineOf(action: Action): string {
  return kindOf(action).headline(action);
}
