import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const text = readFileSync(path.join(root, 'docs/edge-cases.md'), 'utf8');

/** How many lines each letter of the acceptance checklist has. */
const lines: Record<string, number> = {
  A: 17,
  B: 12,
  C: 17,
  D: 9,
  E: 9,
  F: 13,
  G: 15,
  H: 10,
  I: 10,
  J: 9,
  K: 10,
  L: 4,
};

interface Row {
  id: string;
  files: string[];
  later: string;
}

const rows: Row[] = [...text.matchAll(/^\| ([A-L]\d+) \|(.*)\|$/gm)].map(([, id, rest]) => {
  const [, tested = '', later = ''] = rest!.split('|').map((cell) => cell.trim());
  return { id: id!, files: [...tested.matchAll(/`([^`]+)`/g)].map((match) => match[1]!), later };
});

/** Does a test's name, or that of the tests around it, begin with this id, alone or among others? */
function names(source: string, id: string): boolean {
  return new RegExp(`['"\`](?:[A-L]\\d+, )*${id}(?:, [A-L]\\d+)*:`).test(source);
}

test.each(rows.filter((row) => row.files.length > 0))('$id is tested where the table says', ({ id, files }) => {
  for (const file of files) {
    expect(existsSync(path.join(root, file)), file).toBe(true);
    expect(names(readFileSync(path.join(root, file), 'utf8'), id), `${id} in ${file}`).toBe(true);
  }
});

test('every line is either tested or says why it cannot be met yet', () => {
  const silent = rows.filter((row) => row.files.length === 0 && !/^later: \w/.test(row.later));
  expect(silent.map((row) => row.id)).toEqual([]);
});

test('a letter that is begun is complete, and no line stands twice', () => {
  const ids = rows.map((row) => row.id);
  const begun = new Set(ids.map((id) => id[0]!));
  const expected = [...begun].flatMap((letter) =>
    Array.from({ length: lines[letter]! }, (_, n) => `${letter}${n + 1}`),
  );
  expect([...ids].sort()).toEqual(expected.sort());
});
