import { establishedFacts, type FactSchema, type FactType } from './condition/schema.ts';
import type { PolicyDocument } from './document.ts';

/** Every fact a condition of this document may read: the established ones, and what it declares itself. */
export function factSchema(document: PolicyDocument): FactSchema {
  const schema = new Map<string, FactType>(establishedFacts);
  for (const part of ['action', 'resource', 'context'] as const)
    for (const [name, type] of Object.entries(document.properties?.[part] ?? {}))
      schema.set(`${part}.properties.${name}`, type);
  for (const name of Object.keys(document.windows ?? {})) schema.set(`window.${name}`, 'int');
  for (const name of Object.keys(document.calendars ?? {})) schema.set(`calendar.${name}`, 'bool');
  return schema;
}
