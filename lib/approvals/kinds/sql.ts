import type { Action } from '#protocol/wire.ts';
import type { ActionKind } from './action-kind.ts';
import { claim, layOut } from './lay-out.ts';
import { firstText, inFamily, list, number, properties, texts } from './members.ts';
import { counted, listed, place, quoted, sentence } from './sentence.ts';
import { type ReadSql, readSql, type Statement } from './sql/statements.ts';

const STATEMENT = ['statement', 'sql', 'query', 'statements'] as const;

/** How to say it, by the statement's verb. What is not listed is said with its own name. */
const verbs: Record<string, (tables: string) => string> = {
  SELECT: (tables) => `Read ${tables}`,
  INSERT: (tables) => `Insert into ${tables}`,
  UPDATE: (tables) => `Update ${tables}`,
  DELETE: (tables) => `Delete from ${tables}`,
  MERGE: (tables) => `Merge into ${tables}`,
  'TRUNCATE TABLE': (tables) => `Empty table ${tables}`,
  'DROP TABLE': (tables) => `Drop table ${tables}`,
  'DROP VIEW': (tables) => `Drop view ${tables}`,
  'ALTER TABLE': (tables) => `Alter table ${tables}`,
  'CREATE TABLE': (tables) => `Create table ${tables}`,
  'CREATE INDEX': (tables) => `Create an index on ${tables}`,
  COPY: (tables) => `Copy ${tables}`,
  GRANT: (tables) => `Grant rights on ${tables}`,
  REVOKE: (tables) => `Revoke rights on ${tables}`,
};

export const sql: ActionKind = {
  kind: 'sql',
  matches: (action) => sqlOf(action) !== undefined && (inFamily(action, 'sql', 'db', 'database') || isDatabase(action)),
  headline(action) {
    const { statements, doubts, anywhere } = readAll(sqlOf(action)?.texts ?? []);
    const rows = number(properties(action), 'rows');
    if (doubts.length > 0)
      return sentence(
        'Run SQL that cannot be read with certainty',
        place(action),
        anywhere.length > 0 && `(holds ${anywhere.join(', ')})`,
      );
    const doing = statements.filter(({ verbs }) => verbs.length > 0);
    return sentence(
      doing.length === 1 ? saying(doing[0] as Statement) : `Run ${counted(doing.length, 'statement')}${summary(doing)}`,
      rows !== undefined && `(${counted(rows, 'row')})`,
      place(action),
    );
  },
  sections(action) {
    const name = sqlOf(action)?.name;
    return layOut(action, [
      claim('statement', 'Statement', ...(name ? [name] : []), 'dialect'),
      claim('parameters', 'Values bound to it', 'parameters', 'params', 'values', 'bindings'),
      claim(
        'bounds',
        'Bounds',
        'rows',
        'max_rows',
        'verbs',
        'reversible',
        'transaction',
        'isolation',
        'timeout_seconds',
      ),
    ]);
  },
};

/** The SQL this Action would run, one text or several, and the member it stands in. */
export function sqlOf(action: Action): { name: string; texts: string[] } | undefined {
  const found = firstText(properties(action), STATEMENT);
  if (found) return { name: found.name, texts: [found.text] };
  const several = texts(list(properties(action), 'statements'));
  return several && several.length > 0 ? { name: 'statements', texts: several } : undefined;
}

/** Several texts read one after the other, each on its own: a text that never closes a quote does not swallow the next. */
export function readAll(sqlTexts: readonly string[]): ReadSql {
  const read = sqlTexts.map(readSql);
  return {
    statements: read.flatMap(({ statements }) => statements),
    doubts: [...new Set(read.flatMap(({ doubts }) => doubts))],
    anywhere: [...new Set(read.flatMap(({ anywhere }) => anywhere))],
  };
}

function isDatabase(action: Action): boolean {
  return ['database', 'schema', 'table', 'warehouse'].includes(action.resource.type);
}

function saying({ verbs: said, tables, notes }: Statement): string {
  const main = said[0] ?? '';
  const changed = tables.filter(({ role }) => role === 'changes');
  const named = listed((changed.length > 0 ? changed : tables).map(({ name }) => name));
  if (main === 'DELETE' && notes.some((note) => note.endsWith('every row'))) return `Delete every row of ${named}`;
  if (main === 'UPDATE' && notes.some((note) => note.endsWith('every row'))) return `Update every row of ${named}`;
  const phrase =
    named === '' ? `Run ${quotedVerb(main)}` : (verbs[main]?.(named) ?? `Run ${quotedVerb(main)} on ${named}`);
  return said.length > 1 ? `${phrase} (also ${said.slice(1).join(', ')})` : phrase;
}

function summary(statements: readonly Statement[]): string {
  if (statements.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { verbs: said, tables } of statements) {
    const table = tables.find(({ role }) => role === 'changes') ?? tables[0];
    const part = quotedVerb(said[0]) + (table ? ` ${quoted(table.name)}` : '');
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const parts = [...counts].map(([part, count]) => (count > 1 ? `${count} × ${part}` : part));
  return `: ${parts.slice(0, 5).join(', ')}${parts.length > 5 ? ', …' : ''}`;
}

function quotedVerb(verb: string | undefined): string {
  return verb && /^[A-Z ]+$/.test(verb) ? verb : quoted(verb ?? '');
}
