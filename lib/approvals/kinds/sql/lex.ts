/**
 * SQL as pieces, for people: which characters are comment, text, name or word.
 *
 * Tolerant on purpose. It serves dialects it does not know, never refuses, and loses no character: the pieces put back
 * together are the input. Where two databases would read the same bytes differently it takes the standard's reading and
 * records a doubt, which the screen shows (C12: nothing may be executed that was shown as a comment).
 */
export type Piece = { kind: PieceKind; text: string; start: number };
export type PieceKind = 'space' | 'comment' | 'string' | 'name' | 'word' | 'number' | 'parameter' | 'sign';

export interface Lexed {
  pieces: Piece[];
  doubts: string[];
}

type Reader = (sql: string, at: number, doubt: (text: string) => void) => number | undefined;

const readers: readonly (readonly [PieceKind, Reader])[] = [
  ['space', matching(/\s+/y)],
  ['comment', lineComment],
  ['comment', blockComment],
  ['string', dollarQuoted],
  ['string', quotedText],
  ['name', quotedName],
  ['parameter', matching(/\$\d+|:[A-Za-z_]\w*|@\w+/y)],
  ['number', matching(/(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y)],
  ['word', matching(/[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*/uy)],
  ['sign', matching(/::|<=|>=|<>|!=|\|\||->>?|[\s\S]/uy)],
];

export function lex(sql: string): Lexed {
  const pieces: Piece[] = [];
  const doubts = new Set<string>();
  let at = 0;
  while (at < sql.length) {
    const [kind, end] = next(sql, at, (text) => doubts.add(text));
    pieces.push({ kind, text: sql.slice(at, end), start: at });
    at = end;
  }
  return { pieces, doubts: [...doubts] };
}

function next(sql: string, at: number, doubt: (text: string) => void): [PieceKind, number] {
  for (const [kind, read] of readers) {
    const end = read(sql, at, doubt);
    if (end !== undefined && end > at) return [kind, end];
  }
  return ['sign', at + 1];
}

function matching(pattern: RegExp): Reader {
  return (sql, at) => {
    pattern.lastIndex = at;
    return pattern.test(sql) ? pattern.lastIndex : undefined;
  };
}

function lineComment(sql: string, at: number, doubt: (text: string) => void): number | undefined {
  if (!sql.startsWith('--', at)) {
    if (sql[at] === '#') doubt('MySQL reads # as the start of a comment; other databases do not.');
    return undefined;
  }
  const end = sql.indexOf('\n', at);
  const comment = end < 0 ? sql.slice(at) : sql.slice(at, end);
  if (!/^--(\s|$)/.test(comment)) doubt('MySQL does not read -- as a comment unless a space follows.');
  if (comment.includes('\r')) doubt('A comment holds a carriage return, which some databases read as its end.');
  return end < 0 ? sql.length : end;
}

function blockComment(sql: string, at: number, doubt: (text: string) => void): number | undefined {
  if (!sql.startsWith('/*', at)) return undefined;
  if (/[!+M]/.test(sql[at + 2] ?? '')) doubt('A comment beginning with /*!, /*M or /*+ is executed by some databases.');
  let depth = 1;
  let here = at + 2;
  while (here < sql.length && depth > 0) {
    if (sql.startsWith('/*', here)) {
      doubt('A comment holds another one; databases differ on where it ends.');
      depth += 1;
      here += 2;
    } else if (sql.startsWith('*/', here)) {
      depth -= 1;
      here += 2;
    } else here += 1;
  }
  if (depth > 0) doubt('A comment is never closed.');
  return here;
}

function dollarQuoted(sql: string, at: number, doubt: (text: string) => void): number | undefined {
  const tag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
  tag.lastIndex = at;
  const opening = tag.exec(sql)?.[0];
  if (opening === undefined) return undefined;
  doubt('Text between dollar signs is a string in Postgres; other databases would read what is in it.');
  const end = sql.indexOf(opening, at + opening.length);
  if (end < 0) doubt('A quoted text is never closed.');
  return end < 0 ? sql.length : end + opening.length;
}

function quotedText(sql: string, at: number, doubt: (text: string) => void): number | undefined {
  const prefix = /(?:[eEnNbBxX]|[uU]&)?'/y;
  prefix.lastIndex = at;
  const opening = prefix.exec(sql)?.[0];
  if (opening === undefined) return undefined;
  const escapes = /^e/i.test(opening);
  const end = closing(sql, at + opening.length, "'", escapes);
  const body = sql.slice(at + opening.length, end);
  if (!escapes && body.includes("\\'")) doubt("Databases differ on whether \\' ends a text.");
  if (!sql.startsWith("'", end - 1) || end === at + opening.length) doubt('A quoted text is never closed.');
  return end;
}

function quotedName(sql: string, at: number, doubt: (text: string) => void): number | undefined {
  const open = sql[at];
  if (open !== '"' && open !== '`') return undefined;
  const end = closing(sql, at + 1, open, false);
  const body = sql.slice(at + 1, end);
  if (open === '"' && body.includes('\\"')) doubt('Databases differ on whether \\" ends a quoted name.');
  if (open === '`' && /[;'"]|--|\/\*/.test(body)) doubt('Only some databases read backticks as quotes.');
  if (sql[end - 1] !== open || end === at + 1) doubt('A quoted name is never closed.');
  return end;
}

/** Just after the closing quote; a doubled quote is one inside. */
function closing(sql: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from; at < sql.length; at += 1) {
    if (escapes && sql[at] === '\\') at += 1;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}
