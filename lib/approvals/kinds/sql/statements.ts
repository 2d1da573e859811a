import { hasHidden } from '#protocol/visible.ts';
import { lex, type Piece } from './lex.ts';
import { notesOn } from './notes.ts';
import { type Table, tablesIn } from './tables.ts';
import { verbsIn } from './verbs.ts';

export interface Statement {
  /** Its exact characters; all statements put together are the whole text. */
  text: string;
  /** Line of the whole text on which it starts, from 1. */
  line: number;
  pieces: Piece[];
  /** What it does, the main verb first: `DELETE`, or `WITH`-wrapped `DELETE` and `SELECT`. Empty if only comments. */
  verbs: string[];
  tables: Table[];
  /** What a careful reader would point at: "No WHERE: every row". */
  notes: string[];
}

export interface ReadSql {
  statements: Statement[];
  /** Why the reading above may be wrong, in sentences. Empty means sure. */
  doubts: string[];
  /** Where there is doubt: every verb that stands anywhere in the text, also in what was taken for a comment or a string. */
  anywhere: string[];
}

/** SQL taken apart for a reviewer: statements, what each does and to which tables, and where that reading is unsure. */
export function readSql(sql: string): ReadSql {
  const { pieces, doubts } = lex(sql);
  let line = 1;
  const statements = split(pieces).map((own) => {
    const text = own.map((piece) => piece.text).join('');
    const words = own.filter((piece) => piece.kind !== 'space' && piece.kind !== 'comment');
    const statement = {
      text,
      line,
      pieces: own,
      verbs: verbsIn(words),
      tables: tablesIn(words),
      notes: notesOn(words),
    };
    line += text.split('\n').length - 1;
    return statement;
  });
  const all = [...doubts, ...doubtsAbout(sql, statements)];
  return { statements, doubts: all, anywhere: all.length > 0 ? verbsAnywhere(sql) : [] };
}

function verbsAnywhere(sql: string): string[] {
  const verbs = sql.matchAll(
    /drop|delete|truncate|alter|update|insert|merge|grant|revoke|create|copy|call|execute|select/gi,
  );
  return [...new Set([...verbs].map(([verb]) => verb.toUpperCase()))];
}

/** A statement ends at a semicolon outside brackets' business, and keeps the rest of that line if only comment is left. */
function split(pieces: readonly Piece[]): Piece[][] {
  const statements: Piece[][] = [];
  let own: Piece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] as Piece;
    own.push(piece);
    if (piece.kind !== 'sign' || piece.text !== ';') continue;
    at += takeTail(pieces, at + 1, own);
    statements.push(own);
    own = [];
  }
  if (own.length === 0) return statements;
  const onlySpace = own.every((piece) => piece.kind === 'space');
  const last = statements.at(-1);
  if (onlySpace && last) last.push(...own);
  else statements.push(own);
  return statements;
}

function takeTail(pieces: readonly Piece[], from: number, own: Piece[]): number {
  let taken = 0;
  for (let at = from; at < pieces.length; at += 1) {
    const piece = pieces[at] as Piece;
    if (piece.kind === 'comment' && !piece.text.includes('\n')) continue;
    if (piece.kind === 'space') {
      taken = at - from + 1;
      if (piece.text.includes('\n')) break;
      continue;
    }
    break;
  }
  own.push(...pieces.slice(from, from + taken));
  return taken;
}

// Blanks without line ends: `\s*` would walk through all the empty lines of a text again from each one of them.
const LINE_OF_BACKSLASH = /^[^\S\n\r\u2028\u2029]*\\/m;
const LINE_OF_CLIENT = /^[^\S\n\r\u2028\u2029]*(delimiter|go)\b/im;

function doubtsAbout(sql: string, statements: readonly Statement[]): string[] {
  const doubts: string[] = [];
  if (hasHidden(sql)) doubts.push('It holds characters that cannot be seen; they are spelled out below.');
  if (LINE_OF_BACKSLASH.test(sql))
    doubts.push('A line begins with a backslash, which a command-line client would obey.');
  if (LINE_OF_CLIENT.test(sql)) doubts.push('DELIMITER or GO would change where statements end.');
  if (statements.some(({ verbs }) => verbs.length === 0 && statements.length === 1))
    doubts.push('No statement was found.');
  if (statements.some(({ text }) => /\bbegin\s+atomic\b/i.test(text)))
    doubts.push('A function body holds statements of its own; the split may be inside it.');
  return doubts;
}
