import type { Piece } from './lex.ts';
import { upper, verbsIn } from './verbs.ts';

const HARMLESS = new Set(
  'COUNT SUM MIN MAX AVG COALESCE NULLIF NOW LOWER UPPER LENGTH TRIM ROUND ABS CAST EXTRACT DATE_TRUNC DATE_PART GREATEST LEAST CONCAT SUBSTRING REPLACE TO_CHAR TO_DATE ROW_NUMBER RANK DENSE_RANK LAG LEAD ARRAY_AGG STRING_AGG JSON_AGG JSONB_AGG JSON_BUILD_OBJECT JSONB_BUILD_OBJECT UNNEST GENERATE_SERIES MD5 FLOOR CEIL AGE BOOL_OR BOOL_AND'.split(
    ' ',
  ),
);
const BEFORE_BRACKET = new Set(
  'IN AND OR NOT AS ON USING VALUES WHERE FROM SELECT EXISTS ANY ALL SOME OVER FILTER WITH BY KEY REFERENCES CHECK UNIQUE TABLE RETURNING THEN ELSE WHEN SET INTO LATERAL HAVING UNION EXCEPT INTERSECT VARCHAR CHAR NUMERIC DECIMAL EXPLAIN CONFLICT GROUP PARTITION MATERIALIZED INTERVAL TIMESTAMP TO ONLY DEFAULT'.split(
    ' ',
  ),
);

// A bracket after these names holds columns, not arguments.
const NAMED_WITH_COLUMNS = new Set(['INTO', 'CONFLICT', 'TABLE', 'REFERENCES', 'WITH', 'RECURSIVE', 'AS', 'COPY']);

/** What a careful colleague would point at in this statement. Facts of its text only; no guess about data. */
export function notesOn(words: readonly Piece[]): string[] {
  const has = (...names: string[]) => words.some((piece) => names.includes(upper(piece)));
  const verbs = verbsIn(words);
  const lead = verbs[0] ?? '';
  const notes: string[] = [];
  if ((lead === 'DELETE' || lead === 'UPDATE') && !has('WHERE')) notes.push('No WHERE: every row');
  if (has('WHERE') && alwaysTrue(words)) notes.push('WHERE is always true: every row');
  if (has('CASCADE')) notes.push('CASCADE: takes dependent objects along');
  if (lead === 'DO' || lead === 'CALL' || lead === 'EXECUTE')
    notes.push('Runs code whose effects are not visible here');
  if (lead.endsWith('FUNCTION') || lead.endsWith('PROCEDURE') || lead.endsWith('TRIGGER'))
    notes.push('Defines code that runs later');
  if (lead === 'COPY' && has('PROGRAM')) notes.push('Runs a program on the database server');
  if (lead === 'GRANT' && toPublic(words)) notes.push('To PUBLIC: every role');
  if (lead === 'GRANT' && has('OPTION')) notes.push('May be passed on (GRANT OPTION)');
  if (lead === 'EXPLAIN' && has('ANALYZE', 'ANALYSE')) notes.push('EXPLAIN ANALYZE really runs it');
  const calls = functionsCalled(words, lead);
  if (calls.length > 0) notes.push(`Calls ${calls.slice(0, 3).join(', ')}${calls.length > 3 ? ', …' : ''}`);
  return notes;
}

function alwaysTrue(words: readonly Piece[]): boolean {
  const at = words.findIndex((piece) => upper(piece) === 'WHERE');
  const after = words.slice(at + 1).filter((piece) => piece.text !== ';');
  if (after.length === 1) return upper(after[0]) === 'TRUE';
  return (
    after.length === 3 && after[1]?.text === '=' && after[0]?.kind === 'number' && after[0].text === after[2]?.text
  );
}

/** PUBLIC among those granted to; before a dot it is only the name of a schema. */
function toPublic(words: readonly Piece[]): boolean {
  const to = words.findIndex((piece) => upper(piece) === 'TO');
  return words.some((piece, at) => to >= 0 && at > to && upper(piece) === 'PUBLIC' && words[at + 1]?.text !== '.');
}

/** Functions not known to be harmless: a SELECT can change anything through one. */
function functionsCalled(words: readonly Piece[], lead: string): string[] {
  if (!['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE'].includes(lead)) return [];
  const names = words.flatMap((piece, at) => {
    const word = upper(piece);
    if (word === '' || words[at + 1]?.text !== '(' || BEFORE_BRACKET.has(word) || HARMLESS.has(word)) return [];
    let start = at;
    while (words[start - 1]?.text === '.') start -= 2;
    if (NAMED_WITH_COLUMNS.has(upper(words[start - 1]))) return [];
    const name = words.slice(Math.max(start, 0), at + 1).map(({ text }) => text);
    return [name.join('')];
  });
  return [...new Set(names)];
}
