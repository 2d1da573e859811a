/** The types a fact may have; lists hold what their name says. */
export type FactType = 'string' | 'int' | 'double' | 'bool' | 'list<string>' | 'list<int>';

/** Full fact name (`resource.environment`, `action.properties.rows`) to its type. Undeclared names do not exist. */
export type FactSchema = ReadonlyMap<string, FactType>;
