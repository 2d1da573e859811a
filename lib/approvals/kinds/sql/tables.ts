import { type Brackets, bracketsOf } from './brackets.ts';
import type { Piece } from './lex.ts';
import { upper } from './verbs.ts';

export interface Table {
  /** As written: `public."Order"`. */
  name: string;
  role: 'reads' | 'changes';
}

const SKIPPED = new Set(['IF', 'NOT', 'EXISTS', 'ONLY', 'TABLE', 'LATERAL', 'CONCURRENTLY', 'VIEW', 'MATERIALIZED']);
const NOT_A_TABLE = new Set([
  'SELECT',
  'VALUES',
  'SET',
  'WHERE',
  'OF',
  'NOWAIT',
  'SKIP',
  'CASCADE',
  'NOTHING',
  'STDIN',
  'STDOUT',
  'ALL',
  'INTO',
]);
const DEFINING = new Set(['DROP', 'ALTER', 'CREATE', 'LOCK', 'COMMENT', 'REFRESH']);
const OBJECTS = new Set(
  'TABLE VIEW INDEX SCHEMA DATABASE ROLE USER SEQUENCE FUNCTION PROCEDURE TYPE EXTENSION DOMAIN SERVER TABLESPACE'.split(
    ' ',
  ),
);
const FROM_IN_BRACKETS = new Set(['EXTRACT', 'SUBSTRING', 'TRIM', 'OVERLAY', 'POSITION']);

/** The tables a statement names and whether it changes them, as far as the words tell. Names given to WITH parts are not tables. */
export function tablesIn(words: readonly Piece[]): Table[] {
  const own = new Set(namesOfWithParts(words));
  const found = new Map<string, Table>();
  const lead = upper(words.find((piece) => piece.kind === 'word'));
  const brackets = bracketsOf(words);
  // How far the lists of a role were read inside a bracket, so that `from a, from a, …` is not read again from each FROM.
  const readTo = new Map<string, number>();
  const add = (names: string[], role: Table['role']) => {
    for (const name of names) {
      if (own.has(name.toLowerCase())) continue;
      if (role === 'changes' || !found.has(name)) found.set(name, { name, role });
    }
  };
  for (let at = 0; at < words.length; at += 1) {
    const role = roleAt(words, at, lead, brackets);
    if (!role) continue;
    const list = `${role} in ${brackets.around(at)}`;
    const { names, end } = namesFrom(words, at + 1, brackets, readTo.get(list) ?? 0);
    readTo.set(list, end);
    add(names, role);
  }
  return [...found.values()];
}

function roleAt(words: readonly Piece[], at: number, lead: string, brackets: Brackets): Table['role'] | undefined {
  const word = upper(words[at]);
  const before = upper(words[at - 1]);
  if (lead === 'GRANT' || lead === 'REVOKE') return word === 'ON' ? 'changes' : undefined;
  switch (word) {
    case 'FROM':
      if (before === 'DISTINCT' || insideFunction(words, brackets.around(at))) return undefined;
      if (lead === 'COPY') return undefined;
      return before === 'DELETE' ? 'changes' : 'reads';
    case 'JOIN':
    case 'USING':
      return words[at + 1]?.text === '(' || lead === 'CREATE' ? undefined : 'reads';
    case 'INTO':
      return 'changes';
    case 'UPDATE':
      return before === 'FOR' || before === 'DO' || before === 'ON' || before === 'KEY' ? undefined : 'changes';
    case 'TRUNCATE':
      return 'changes';
    case 'COPY':
      return at === 0 ? (words.some((piece) => upper(piece) === 'FROM') ? 'changes' : 'reads') : undefined;
    case 'ON':
      return lead === 'CREATE' && onATable(words) ? 'changes' : undefined;
    default:
      return at < 6 && DEFINING.has(lead) && OBJECTS.has(word) && !(lead === 'CREATE' && word === 'INDEX')
        ? 'changes'
        : undefined;
  }
}

function onATable(words: readonly Piece[]): boolean {
  return words.slice(0, 5).some((piece) => ['INDEX', 'TRIGGER', 'POLICY', 'RULE'].includes(upper(piece)));
}

function insideFunction(words: readonly Piece[], bracket: number): boolean {
  return bracket > 0 && FROM_IN_BRACKETS.has(upper(words[bracket - 1]));
}

/**
 * `a, b.c AS x, only d` from here on; stops at the first thing that cannot go on a list of tables, and after its first
 * name also where an earlier list has read already.
 */
function namesFrom(
  words: readonly Piece[],
  from: number,
  brackets: Brackets,
  readTo: number,
): { names: string[]; end: number } {
  const names: string[] = [];
  let at = from;
  while (at < words.length) {
    while (SKIPPED.has(upper(words[at]))) at += 1;
    const [name, after] = nameAt(words, at);
    const bracket = words[after]?.text === '(';
    if (name === undefined && !bracket) break;
    if (name !== undefined && (!bracket || takesColumns(words, from))) names.push(name);
    at = bracket ? brackets.after(after) : after;
    if (upper(words[at]) === 'AS') at += 1;
    if (words[at]?.kind === 'word' && words[at + 1]?.text === ',') at += 1;
    if (words[at]?.text !== ',' || at < readTo) break;
    at += 1;
  }
  return { names, end: Math.max(at, readTo) };
}

/** After FROM or JOIN a bracket makes the name a function; after everything else it holds columns or arguments. */
function takesColumns(words: readonly Piece[], from: number): boolean {
  return !['FROM', 'JOIN', 'USING'].includes(upper(words[from - 1]));
}

function nameAt(words: readonly Piece[], at: number): [string | undefined, number] {
  const first = words[at];
  if (!first || (first.kind !== 'word' && first.kind !== 'name') || NOT_A_TABLE.has(upper(first)))
    return [undefined, at];
  let name = first.text;
  let next = at + 1;
  while (words[next]?.text === '.' && words[next + 1]) {
    name += `.${words[next + 1]?.text}`;
    next += 2;
  }
  return [name, next];
}

function namesOfWithParts(words: readonly Piece[]): string[] {
  if (!words.some((piece) => upper(piece) === 'WITH')) return [];
  return words.flatMap((piece, at) => {
    const isPart =
      upper(words[at + 1]) === 'AS' && ['(', 'MATERIALIZED', 'NOT'].includes((words[at + 2]?.text ?? '').toUpperCase());
    return isPart ? [piece.text.toLowerCase()] : [];
  });
}
