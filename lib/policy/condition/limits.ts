import { type FactType, itemLimit, listLimit, textLimit } from './schema.ts';

/** Facts that are short by their own nature; everything else may be as long as `textLimit`. */
const shorter: Readonly<Record<string, number>> = {
  'action.name': 200,
  'action.family': 200,
  'agent.id': 64,
  'agent.owner': 64,
  'agent.team': 256,
  'agent.trust': 16,
  'agent.model': 256,
  'context.door': 16,
  'context.executor': 64,
  'context.grade': 16,
  'now.date': 10,
  'resource.environment': 64,
  'resource.owner': 64,
  'risk.level': 16,
  'subject.proof': 16,
};

/** The size a fact's value may have, counted in UTF-16 units as the engine does. */
export function limitOf(fact: string, type: FactType): { length: number; items: number } {
  if (type === 'string') return { length: shorter[fact] ?? textLimit, items: 0 };
  if (type === 'list<string>') return { length: itemLimit, items: listLimit };
  if (type === 'list<int>') return { length: 0, items: listLimit };
  return { length: 0, items: 0 };
}

/** Is this value, of the right type already, larger than the language counts on? */
export function isOverLimit(fact: string, type: FactType, value: unknown): boolean {
  const limit = limitOf(fact, type);
  if (typeof value === 'string') return value.length > limit.length;
  if (!Array.isArray(value)) return false;
  return value.length > limit.items || value.some((item) => typeof item === 'string' && item.length > limit.length);
}
