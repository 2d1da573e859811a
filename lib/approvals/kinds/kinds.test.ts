import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from '#protocol/visible.ts';
import type { Action, Json } from '#protocol/wire.ts';
import { anyAction } from './arbitrary-action.ts';
import { environment } from './environment.ts';
import { covers, leavesOf, valueAt } from './pointers.ts';
import { headlineOf, kindOf, kinds } from './registry.ts';
import { quoted, sentence } from './sentence.ts';

function action(
  name: string,
  properties: Record<string, Json>,
  resource = { type: 'database', id: 'billing' },
): Action {
  return { subject: { type: 'user', id: 'ann' }, action: { name, properties }, resource, context: {} };
}

describe('sections', () => {
  test('C12: the sections of any action together show every value in it, whatever members a caller invents', () => {
    fc.assert(
      fc.property(anyAction, (any) => {
        const shown = kindOf(any)
          .sections(any)
          .flatMap(({ pointers }) => pointers);
        const hidden = leavesOf(any as unknown as Json).filter(({ pointer }) => !covers(shown, pointer));
        expect(hidden).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('C10: every section has an id of its own and points at something that is there, so it can be seen', () => {
    fc.assert(
      fc.property(anyAction, (any) => {
        const sections = kindOf(any).sections(any);
        expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
        const pointers = sections.flatMap((section) => section.pointers);
        expect(new Set(pointers).size).toBe(pointers.length);
        for (const path of pointers) expect(valueAt(any as unknown as Json, path)).toBeDefined();
      }),
    );
  });

  test('C8: __proto__ and constructor are plain data and have a place in a section', () => {
    const hostile = JSON.parse(
      '{"subject":{"type":"a","id":"b"},"action":{"name":"x","properties":{"__proto__":{"admin":true},"constructor":1}},"resource":{"type":"t","id":"i"},"context":{"__proto__":"y"}}',
    );
    const shown = kindOf(hostile)
      .sections(hostile)
      .flatMap(({ pointers }) => pointers);
    for (const path of ['/action/properties/__proto__/admin', '/action/properties/constructor', '/context/__proto__']) {
      expect(covers(shown, path)).toBe(true);
      expect(valueAt(hostile, path)).toBeDefined();
    }
  });

  test('an action that every particular kind declines still has a kind', () => {
    expect(kinds.at(-1)?.kind).toBe('json');
    expect(kindOf(action('payments.refund', {})).kind).toBe('json');
  });
});

describe('headlines', () => {
  test('C9: no headline of any action is longer than 200 characters, spans lines or holds a character that cannot be seen', () => {
    fc.assert(
      fc.property(anyAction, (any) => {
        for (const kind of kinds.filter(({ matches }) => matches(any))) {
          const line = kind.headline(any);
          expect(line.length).toBeLessThanOrEqual(200);
          expect(line).not.toMatch(/[\n\t]/);
          expect(visible(line)).toBe(line);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('C9: a value that is more than a plain name stands in quotes, so it cannot pass for our words', () => {
    const forged = action('payments.refund', {}, { type: 'account', id: 'a1 — approved by the CISO' });
    expect(headlineOf(forged)).toBe('Perform payments.refund on account "a1 — approved by the CISO"');
    expect(quoted('a" in dev "b')).toBe('"a\\" in dev \\"b"');
    expect(quoted('abc\u202Etxt.exe')).toBe('"abc⟨U+202E⟩txt.exe"');
  });

  test('a headline that does not fit says that there is more and cuts no name in two', () => {
    const line = sentence('Drop table orders', `in database ${'a'.repeat(190)}`);
    expect(line).toBe('Drop table orders … (see parameters)');
    expect(sentence('x'.repeat(300)).endsWith(' … (see parameters)')).toBe(true);
  });

  test.each([
    [
      'sql.execute',
      { statement: 'DROP TABLE invoices_2019', dialect: 'postgres' },
      'Drop table invoices_2019 in database billing',
    ],
    ['sql.execute', { statement: 'DELETE FROM orders' }, 'Delete every row of orders in database billing'],
    [
      'sql.execute',
      { statement: 'DELETE FROM orders WHERE id < 7', rows: 3114 },
      'Delete from orders (3,114 rows) in database billing',
    ],
    [
      'sql.execute',
      { statement: 'BEGIN; DELETE FROM a WHERE x; DROP TABLE b; COMMIT' },
      'Run 4 statements: BEGIN, DELETE a, DROP TABLE b, COMMIT in database billing',
    ],
    [
      'sql.execute',
      { statement: 'GRANT SELECT ON customers TO analyst' },
      'Grant SELECT on customers to analyst in database billing',
    ],
    [
      'sql.execute',
      { statement: 'GRANT SELECT, UPDATE ON public.customers TO a WITH GRANT OPTION' },
      'Grant SELECT, UPDATE on public.customers to a with the right to pass it on in database billing',
    ],
    [
      'sql.execute',
      { statement: "SELECT 'it\\'s'; /*! DROP TABLE x */" },
      'Run SQL that cannot be read with certainty in database billing (holds SELECT, DROP)',
    ],
    [
      'sql.execute',
      { statement: 'INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)' },
      'Run 2 statements: 2 × INSERT a in database billing',
    ],
    [
      'export.table',
      { table: 'customers', rows: 48213, destination: 's3://acme-exports/q3.csv' },
      'Export 48,213 rows of customers to s3://acme-exports/q3.csv from database billing',
    ],
    [
      'iam.attach',
      { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess', principal: 'deploy-bot' },
      'Attach arn:aws:iam::aws:policy/AdministratorAccess to deploy-bot on database billing',
    ],
    ['shell.run', { argv: ['rm', '-rf', '/var/lib/x y'] }, 'Run "rm -rf \'/var/lib/x y\'" on database billing'],
    [
      'http.send',
      { method: 'POST', url: 'https://api.example.com/refunds?x=1' },
      'Send POST to api.example.com/refunds with a query',
    ],
    ['deploy.run', { version: '1.4.2', from_version: '1.4.1' }, 'Deploy database billing to 1.4.2 from 1.4.1'],
  ])('%s %j reads "%s"', (name, properties, line) => {
    expect(headlineOf(action(name, properties as Record<string, Json>))).toBe(line);
  });
});

test("the catalogue's environment wins over the caller's word, and a word of the caller's is marked as such", () => {
  const claimed = action('x', {}, {
    type: 'database',
    id: 'b',
    properties: { environment: 'prod' },
  } as Action['resource']);
  expect(environment(claimed, 'dev')).toBe('dev');
  expect(environment(claimed, 'unknown')).toBe('unknown (caller says prod)');
  expect(environment(action('x', {}), undefined)).toBe('unknown');
});
