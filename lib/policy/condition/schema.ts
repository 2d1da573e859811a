/** The types a fact may have; lists hold what their name says. */
export type FactType = 'string' | 'int' | 'double' | 'bool' | 'list<string>' | 'list<int>';

/** Full fact name (`resource.environment`, `action.properties.rows`) to its type. Undeclared names do not exist. */
export type FactSchema = ReadonlyMap<string, FactType>;

/** What every document may read, whatever it declares. `window.*` and `calendar.*` grow by the document's own. */
export const establishedFacts: FactSchema = new Map(
  Object.entries({
    'subject.type': 'string',
    'subject.id': 'string',
    'subject.proof': 'string',
    'subject.groups': 'list<string>',
    'agent.id': 'string',
    'agent.owner': 'string',
    'agent.team': 'string',
    'agent.trust': 'string',
    'agent.model': 'string',
    'agent.tags': 'list<string>',
    'agent.ageDays': 'int',
    'agent.changed': 'bool',
    'action.name': 'string',
    'action.family': 'string',
    'action.bytes': 'int',
    'resource.type': 'string',
    'resource.id': 'string',
    'resource.environment': 'string',
    'resource.owner': 'string',
    'resource.classes': 'list<string>',
    'resource.known': 'bool',
    'context.observed': 'bool',
    'context.door': 'string',
    'context.executor': 'string',
    'context.grade': 'string',
    'context.revision': 'int',
    'window.requestsMinute': 'int',
    'window.requestsHour': 'int',
    'window.requestsDay': 'int',
    'window.sameHour': 'int',
    'window.pending': 'int',
    'window.deniedDay': 'int',
    'window.refusedDay': 'int',
    'window.firstUse': 'bool',
    'now.hour': 'int',
    'now.weekday': 'int',
    'now.date': 'string',
    'risk.score': 'int',
    'risk.level': 'string',
    'risk.factors': 'list<string>',
    'risk.signals': 'list<string>',
    'claimed.rows': 'int',
    'claimed.resources': 'int',
    'claimed.people': 'int',
    'claimed.reversible': 'bool',
    'claimed.provider': 'string',
    'claimed.model': 'string',
    'claimed.run': 'string',
  } satisfies Record<string, FactType>),
);

/** Most characters a text fact may have; the worst-case cost of a condition is computed from the same numbers. */
export const textLimit = 8192;
export const listLimit = 200;
export const itemLimit = 256;
