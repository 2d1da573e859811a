import type { Json } from '#protocol/wire.ts';
import { establishFacts } from '../establish-facts.ts';
import type { Facts, FactsInput } from '../facts.ts';
import type { LoadedPolicy } from '../policy.ts';

/** An uneventful Action as the edges would hand it over; pieces may be replaced. */
export function smallInput(
  properties: Record<string, Json> = {},
  pieces: Partial<FactsInput> & { resource?: FactsInput['action']['resource']; context?: Record<string, Json> } = {},
): FactsInput {
  const { resource, context, ...rest } = pieces;
  return {
    action: {
      subject: { type: 'user', id: 'ann' },
      action: { name: 'sql.execute', properties },
      resource: resource ?? { type: 'database', id: 'prod-1' },
      context: context ?? {},
    },
    canonicalBytes: 200,
    agent: {
      id: 'agt_1',
      owner: 'usr_1',
      trust: 'standard',
      createdAt: new Date('2026-01-01T00:00:00Z'),
      changed: false,
    },
    proof: 'acts_for',
    door: 'rest',
    executor: 'exe_1',
    grade: 'cooperative',
    observed: false,
    revision: 1,
    now: new Date('2026-11-24T10:00:00Z'),
    ...rest,
  };
}

/** Facts of an input that the policy accepts. */
export function factsOf(policy: LoadedPolicy, input: FactsInput): Facts {
  const result = establishFacts(policy, input);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.facts;
}
