import { Environment } from '@marcbachmann/cel-js';
import type { Facts } from '../facts.ts';
import type { Bound } from './bind.ts';
import { overLimit } from './bind.ts';
import type { Pattern } from './pattern.ts';
import type { FactSchema, FactType } from './schema.ts';

/** Written into every evaluation, so that a record says what computed it. */
export const engineName = 'cel-js 8.0.0, re2 0.6.1';

/** The library set up for one document: its facts typed, its limits set, its patterns linear. */
export interface Engine {
  schema: FactSchema;
  environment: Environment;
  /** Make a pattern callable; the answer is the name of the method that now stands for it. */
  addPattern(pattern: Pattern): string;
  /** How facts get into the form the engine reads, for those that are named. */
  binder(reads: Iterable<string>): Binder;
}

export interface Binder {
  bind(facts: Facts): Bound;
  /** What the risk table made of them, for the rules that come after it. */
  addRisk(bound: Bound, risk: RiskFacts): void;
}

export interface RiskFacts {
  score: number;
  level: string;
  factors: readonly string[];
}

type Group = Record<string, unknown>;

/**
 * A plain class for each group of facts, so that values are read as own members of known type, without a conversion
 * for every condition. Declared names are never those of Object.prototype, so an absent member reads as absent.
 */
export function createEngine(schema: FactSchema): Engine {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: true,
    enableOptionalTypes: false,
    limits: { maxAstNodes: 400, maxDepth: 24, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 4 },
  });

  const groups = new Map<string, Record<string, string>>();
  for (const [name, type] of schema) {
    const parts = name.split('.');
    const leaf = parts.pop() as string;
    const group = parts.join('.');
    groups.set(group, { ...groups.get(group), [leaf]: type });
    if (parts.length === 2) groups.set(parts[0]!, { ...groups.get(parts[0]!), [parts[1]!]: `countersign.${group}` });
  }
  const classes = new Map<string, new () => Group>();
  for (const [group, fields] of [...groups].sort((a, b) => b[0].split('.').length - a[0].split('.').length)) {
    const ctor = class {} as new () => Group;
    classes.set(group, ctor);
    environment.registerType({ name: `countersign.${group}`, ctor, fields });
  }
  const roots = [...groups.keys()].filter((group) => !group.includes('.'));
  for (const root of roots) environment.registerVariable(root, `countersign.${root}`);
  const creator = (group: string) => {
    const ctor = classes.get(group)!;
    return () => new ctor();
  };
  const rootGroups = roots.map((root) => ({ root, create: creator(root) }));
  const nestedGroups = [...groups.keys()]
    .filter((group) => group.includes('.'))
    .map((group) => {
      const [root, member] = group.split('.') as [string, string];
      return { root, member, create: creator(group) };
    });

  // The library's lowerAscii changes every letter, İ and K (Kelvin) included; CEL's changes A to Z.
  environment.registerFunction('string.asciiLower(): string', (text: string) =>
    text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  );

  let patterns = 0;
  return {
    schema,
    environment,
    addPattern(pattern) {
      const name = `pattern${patterns++}`;
      environment.registerFunction(`string.${name}(string): bool`, (text: string) => pattern.test(text));
      return name;
    },
    binder(reads) {
      const reading = [...reads].map((name) => {
        const [root, member, leaf] = name.split('.') as [keyof Facts, string, string | undefined];
        return {
          name,
          root,
          member,
          leaf,
          type: schema.get(name)!,
          afterwards: root === 'risk' && member !== 'signals',
        };
      });
      const before = reading.filter((fact) => !fact.afterwards);
      const scored = reading.filter((fact) => fact.afterwards);
      return {
        bind(facts) {
          const vars: Record<string, Group> = {};
          for (const { root, create } of rootGroups) vars[root] = create();
          for (const { root, member, create } of nestedGroups) vars[root]![member] = create();
          const over = facts.errored.length > 0 ? new Set(facts.errored) : undefined;
          for (const { name, root, member, leaf, type } of before) {
            const source = facts[root] as Group;
            const value = leaf === undefined ? source[member] : (source[member] as Group)[leaf];
            if (value === undefined) continue;
            const given = over?.has(name) ? overLimit : engineValue(type, value);
            if (leaf === undefined) vars[root]![member] = given;
            else (vars[root]![member] as Group)[leaf] = given;
          }
          return vars;
        },
        addRisk(bound, risk) {
          for (const { member, type } of scored)
            (bound.risk as Group)[member] = engineValue(type, risk[member as keyof RiskFacts]);
        },
      };
    },
  };
}

/** Integers become BigInt by schema; a value of another type stays as it is, and reading it is an error. */
function engineValue(type: FactType, value: unknown): unknown {
  if (type === 'int') return Number.isSafeInteger(value) ? BigInt(value as number) : value;
  if (type === 'list<int>' && Array.isArray(value)) return value.map((item) => engineValue('int', item));
  return value;
}
