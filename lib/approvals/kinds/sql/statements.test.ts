import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from './lex.ts';
import { readSql } from './statements.ts';

const fragments = fc.array(
  fc.constantFrom(
    "'",
    '"',
    '`',
    ';',
    '--',
    '\n',
    '/*',
    '*/',
    '$$',
    '$a$',
    "E'",
    '\\',
    'DELETE',
    ' ',
    'FROM',
    '(',
    ')',
    ',',
    '.',
    'x',
    '#',
    '\u200b',
    '😀',
  ),
  { maxLength: 40 },
);

describe('reading SQL', () => {
  test('C12: taking a text apart loses and adds no character, however broken the SQL is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fragments.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (sql) => {
          expect(
            lex(sql)
              .pieces.map(({ text }) => text)
              .join(''),
          ).toBe(sql);
          expect(
            readSql(sql)
              .statements.map(({ text }) => text)
              .join(''),
          ).toBe(sql);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a semicolon in a text', "DELETE FROM a WHERE b = ';'; SELECT 1", 2],
    ['a semicolon in a comment', 'SELECT 1 /* ; DROP TABLE x; */ -- ;\n', 1],
    ['a semicolon in a dollar-quoted body', 'DO $body$ BEGIN; DELETE FROM a; END $body$;', 1],
    ['a doubled quote', "SELECT 'it''s; fine'; SELECT 2", 2],
    ['a quoted name', 'DROP TABLE "a;b"; SELECT 1', 2],
  ])('%s does not split a statement', (_, sql, count) => {
    expect(readSql(sql).statements.filter(({ verbs }) => verbs.length > 0)).toHaveLength(count);
  });

  test.each([
    ["WHERE note = 'it\\'s' ; DROP TABLE x", 'ends a text'],
    ["SELECT 'open", 'never closed'],
    ['SELECT 1 /* open', 'never closed'],
    ['SELECT /*! DROP TABLE x */ 1', 'is executed by some databases'],
    ['SELECT 1 /* a /* b */ c */', 'differ on where it ends'],
    ['SELECT 1 --1', 'unless a space follows'],
    ['SELECT 1 # comment', 'MySQL reads #'],
    ['DELIMITER //\nSELECT 1//', 'where statements end'],
    ['SELECT\u200b 1', 'cannot be seen'],
    ['\\! rm -rf /', 'backslash'],
  ])('C12: %j is shown with a doubt, since databases may read it differently', (sql, words) => {
    expect(readSql(sql).doubts.join(' ')).toContain(words);
  });

  test('plain SQL raises no doubt', () => {
    expect(readSql("UPDATE a SET b = 'c', d = 1.5 WHERE e IN (SELECT f FROM g) -- why\n;").doubts).toEqual([]);
  });

  test.each([
    ['WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone', ['SELECT', 'DELETE'], ['a changes']],
    ['EXPLAIN ANALYZE DELETE FROM a', ['EXPLAIN', 'DELETE'], ['a changes']],
    ['INSERT INTO a (b) VALUES (1) ON CONFLICT DO UPDATE SET b = 2', ['INSERT', 'UPDATE'], ['a changes']],
    ['INSERT INTO a SELECT * FROM b JOIN c USING (id)', ['INSERT'], ['a changes', 'b reads', 'c reads']],
    ['SELECT extract(year FROM d) FROM t WHERE x IS DISTINCT FROM y', ['SELECT'], ['t reads']],
    ['DROP TABLE IF EXISTS public.a, "B" CASCADE', ['DROP TABLE'], ['public.a changes', '"B" changes']],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (x)', ['CREATE INDEX'], ['t changes']],
    ['TRUNCATE a, b', ['TRUNCATE TABLE'], ['a changes', 'b changes']],
    ['DELETE FROM a USING b WHERE a.id = b.id', ['DELETE'], ['a changes', 'b reads']],
    ['SELECT * INTO copy FROM a, (SELECT 1) q, c', ['SELECT', 'CREATE TABLE'], ['copy changes', 'a reads', 'c reads']],
    ['GRANT SELECT, UPDATE ON public.a TO b', ['GRANT'], ['public.a changes']],
    ['SELECT * FROM a FOR UPDATE', ['SELECT'], ['a reads']],
    ['-- DROP TABLE x\nSELECT 1', ['SELECT'], []],
  ])('C12: %s is said to be what it does', (sql, verbs, tables) => {
    const [statement] = readSql(sql).statements;
    expect(statement?.verbs).toEqual(verbs);
    expect(statement?.tables.map(({ name, role }) => `${name} ${role}`)).toEqual(tables);
  });

  test('a change without WHERE, or with one that is always true, is pointed at', () => {
    expect(readSql('DELETE FROM a').statements[0]?.notes).toContain('No WHERE: every row');
    expect(readSql('UPDATE a SET b = 1 WHERE 1 = 1').statements[0]?.notes).toContain('WHERE is always true: every row');
    expect(readSql("SELECT dblink_exec('x', 'DROP TABLE y')").statements[0]?.notes).toEqual(['Calls dblink_exec']);
    expect(readSql('DELETE FROM a WHERE id = 4').statements[0]?.notes).toEqual([]);
    expect(readSql('INSERT INTO s.a (x) SELECT x FROM b').statements[0]?.notes).toEqual([]);
    expect(readSql('GRANT SELECT ON public.a TO b').statements[0]?.notes).toEqual([]);
    expect(readSql('GRANT SELECT ON a TO b, PUBLIC').statements[0]?.notes).toEqual(['To PUBLIC: every role']);
  });

  test('a statement knows the line it starts on', () => {
    expect(readSql('SELECT 1;\nSELECT\n2;\n\nSELECT 3').statements.map(({ line }) => line)).toEqual([1, 2, 5]);
  });
});
