import { parsePolicy } from '../load.ts';
import type { LoadedPolicy } from '../policy.ts';

/** A small document for tests, as YAML; pieces may be replaced or added. */
export function smallDocument(pieces: Record<string, unknown> = {}): string {
  return JSON.stringify({
    apiVersion: 'countersign/v1',
    name: 'prod',
    properties: { action: { rows: 'int', command: 'string', verbs: 'list<string>' } },
    resources: [
      { type: 'database', id: 'prod-*', environment: 'prod', classes: ['pii'], owner: 'billing' },
      { type: 'database', id: 'dev-*', environment: 'dev', classes: [], owner: 'platform' },
    ],
    groups: {
      sre: { idp: ['grp:sre'] },
      security: { idp: ['grp:security'] },
      'data-owner': { idp: ['grp:data-{resource.owner}'] },
    },
    requirements: {
      peer: { slots: [{ group: 'sre' }] },
      'data-owner': { slots: [{ group: 'data-owner' }] },
      'two-person': { slots: [{ group: 'sre' }, { group: 'security' }] },
    },
    default: { effect: 'require', use: ['peer'] },
    onError: { effect: 'require', use: ['two-person'] },
    ...pieces,
  });
}

/** The same, loaded; an allow rule needs its test like anywhere else. */
export function smallPolicy(pieces: Record<string, unknown> = {}): LoadedPolicy {
  const parsed = parsePolicy(smallDocument(pieces));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.policy;
}
