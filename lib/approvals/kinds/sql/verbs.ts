import type { Piece } from './lex.ts';

const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
const WITH_OBJECT = new Set(['DROP', 'CREATE', 'ALTER', 'TRUNCATE', 'REFRESH', 'COMMENT', 'LOCK', 'SET', 'RESET']);
const BETWEEN = new Set([
  'OR',
  'REPLACE',
  'UNIQUE',
  'TEMP',
  'TEMPORARY',
  'GLOBAL',
  'LOCAL',
  'UNLOGGED',
  'RECURSIVE',
  'FOREIGN',
]);
const OBJECTS = new Set(
  'TABLE VIEW MATERIALIZED INDEX SCHEMA DATABASE ROLE USER SEQUENCE FUNCTION PROCEDURE TRIGGER TYPE DOMAIN EXTENSION POLICY RULE PUBLICATION SUBSCRIPTION SERVER TABLESPACE COLUMN DEFAULT SYSTEM ROUTINE LANGUAGE OWNED AGGREGATE'.split(
    ' ',
  ),
);

/**
 * What a statement does, in capitals, its own verb first: `DROP TABLE`, `SELECT`. Verbs that ride along count too: a
 * DELETE inside WITH, the update half of an upsert, what EXPLAIN ANALYZE or PREPARE carries.
 */
export function verbsIn(words: readonly Piece[]): string[] {
  const first = words.findIndex((piece) => piece.kind === 'word');
  const lead = upper(words[first]);
  if (lead === '') return [];
  const verbs = lead === 'WITH' ? [] : [withObject(words, first)];
  if (lead === 'WITH') verbs.push(...afterWith(words));
  if (lead === 'EXPLAIN' || lead === 'PREPARE') verbs.push(...carried(words, first));
  verbs.push(...nested(words));
  if (lead === 'SELECT' && selectsInto(words)) verbs.push('CREATE TABLE');
  return [...new Set(verbs)];
}

function withObject(words: readonly Piece[], at: number): string {
  const lead = upper(words[at]);
  if (!WITH_OBJECT.has(lead)) return lead;
  for (let next = at + 1; next < Math.min(words.length, at + 5); next += 1) {
    const word = upper(words[next]);
    if (OBJECTS.has(word)) return `${lead} ${word}`;
    if (!BETWEEN.has(word)) break;
  }
  return lead === 'TRUNCATE' ? 'TRUNCATE TABLE' : lead;
}

/** The first statement verb outside brackets after the WITH list. */
function afterWith(words: readonly Piece[]): string[] {
  let depth = 0;
  for (const piece of words) {
    if (piece.text === '(') depth += 1;
    else if (piece.text === ')') depth -= 1;
    else if (depth === 0 && (CHANGING.has(upper(piece)) || upper(piece) === 'SELECT')) return [upper(piece)];
  }
  return ['WITH'];
}

function carried(words: readonly Piece[], first: number): string[] {
  const runs = ['SELECT', 'VALUES', 'EXECUTE', 'CREATE', ...CHANGING];
  const at = words.findIndex((piece, index) => index > first && runs.includes(upper(piece)));
  return at < 0 ? [] : [withObject(words, at)];
}

/** Changing verbs at the start of a bracket, and those an upsert or MERGE performs. */
function nested(words: readonly Piece[]): string[] {
  return words.flatMap((piece, index) => {
    const word = upper(piece);
    if (!CHANGING.has(word)) return [];
    const before = words[index - 1];
    return before?.text === '(' || ['DO', 'THEN', 'ALSO', 'INSTEAD'].includes(upper(before)) ? [word] : [];
  });
}

function selectsInto(words: readonly Piece[]): boolean {
  let depth = 0;
  return words.some((piece, index) => {
    if (piece.text === '(') depth += 1;
    if (piece.text === ')') depth -= 1;
    return depth === 0 && upper(piece) === 'INTO' && upper(words[index - 1]) !== 'INSERT';
  });
}

/** A bare word in capitals; quoted names and everything else are the empty string. */
export function upper(piece: Piece | undefined): string {
  return piece?.kind === 'word' ? piece.text.toUpperCase() : '';
}
