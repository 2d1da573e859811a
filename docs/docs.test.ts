import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { env, resetEnv } from '#lib/env.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lines = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

const files = lines('ls-files', '-co', '--exclude-standard').filter((file) => existsSync(path.join(root, file)));
const docs = files.filter((file) => file.endsWith('.md'));
const names = new Set(files.map((file) => path.basename(file)));
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;

/** Made by a build or by a start, and not in a clone. */
const made = /(^|\/)(dist|node_modules)(\/|$)|^\.(data|next|node|env)\b/;

const folders = /^(app|bench|components|demo|docs|e2e|lib|packages|prisma|public|scripts)\//;
const fileName = /^[\w.-]+\.(cjs|css|json|md|mjs|prisma|sql|ts|tsx|yaml)$/;

/** What a document names in backticks, and whether it is a place in this repository. */
function placesIn(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  return quoted.filter(
    (word) => (folders.test(word) || fileName.test(word)) && !made.test(word) && !/[*…{}]/.test(word),
  );
}

function placeExists(place: string, doc: string): boolean {
  if (existsSync(path.join(root, place)) || existsSync(path.join(root, path.dirname(doc), place))) return true;
  return fileName.test(place) && names.has(place);
}

/** Where a document's links and pictures point, those that leave the repository aside. */
function targetsIn(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? match[2]!);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

function targetExists(target: string, doc: string): boolean {
  const [file = '', anchor] = target.split('#');
  const place = file ? path.join(path.dirname(doc), file) : doc;
  if (!existsSync(path.join(root, place))) return false;
  return anchor === undefined || headings(read(place)).includes(anchor);
}

function headings(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Commands in code, with what is wrong with them. */
function brokenCommands(text: string): string[] {
  const broken: string[] = [];
  for (const [command, script] of text.matchAll(/\bnpm run ([\w:-]+)/g)) if (!scripts[script!]) broken.push(command);
  for (const [command, script] of text.matchAll(/\bnpm (start|test)\b/g)) if (!scripts[script!]) broken.push(command);
  for (const [command, file] of text.matchAll(/\bnode (?:--[\w=.-]+ )*((?:[\w-]+\/)*[\w-]+\.(?:mjs|ts))/g))
    if (!existsSync(path.join(root, file!))) broken.push(command);
  for (const [command, tool] of text.matchAll(/\bnpx ([\w-]+)/g))
    if (!existsSync(path.join(root, 'node_modules', '.bin', tool!))) broken.push(command);
  for (const [command, place] of text.matchAll(/\bnpx vitest run ((?:lib|docs|e2e|components|packages)\/[\w./-]*)/g))
    if (!existsSync(path.join(root, place!))) broken.push(command);
  for (const [command, file] of text.matchAll(/\bpsql -f (\S+)/g))
    if (!existsSync(path.join(root, file!.replace(/`$/, '')))) broken.push(command);
  return broken;
}

/** The cells of every row of the tables in a text, without the backticks of single words. */
function rows(text: string): string[][] {
  const table = text.split('\n').filter((line) => /^\| `/.test(line));
  return table.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

const bare = (cell: string) => cell.replaceAll('`', '');

describe.each(docs)('%s', (doc) => {
  const text = read(doc);

  test('names no place that is not there', () => {
    expect(placesIn(text).filter((place) => !placeExists(place, doc))).toEqual([]);
  });

  test('links to nothing that is not there', () => {
    expect(targetsIn(text).filter((target) => !targetExists(target, doc))).toEqual([]);
  });

  test('names no command that cannot be run', () => {
    expect(brokenCommands(text)).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const [settings = ''] = read('docs/configuration.md').split('The commands read a few more');
  const table = new Map(rows(settings).map(([name, standard]) => [bare(name!), standard!]));
  const schema = /const schema = z\.object\(\{([\s\S]*?)\n\}\);/.exec(read('lib/env.ts'))![1]!;
  const keys = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((match) => match[1]!);

  test('has every setting that the server reads, and no other', () => {
    expect([...table.keys()].sort()).toEqual(keys.sort());
  });

  test('says which settings are required, and what the others are when nobody sets them', () => {
    const before = { ...process.env };
    try {
      for (const key of keys) delete process.env[key];
      resetEnv();
      expect(() => env()).toThrow();
      const required = [...table].filter(([, standard]) => standard === 'required').map(([name]) => name);
      for (const name of required) {
        expect(() => env(), name).toThrow(`  ${name}: `);
        process.env[name] = name === 'OIDC_ISSUER' ? 'http://localhost:1' : `-----BEGIN ${'x'.repeat(32)}`;
        resetEnv();
      }
      const read = env() as unknown as Record<string, unknown>;
      for (const [name, standard] of table)
        if (standard.startsWith('`')) expect(String(read[name]), name).toBe(bare(standard));
    } finally {
      process.env = before;
      resetEnv();
    }
  });
});

describe('docs/events.md', () => {
  const text = read('docs/events.md').split('## Requests')[1]!;
  const described = rows(text).flatMap(([types]) => [...types!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  const union = /export type EventType =([\s\S]*?);/.exec(read('lib/log/event.ts'))![1]!;
  const types = [...union.matchAll(/'([^']+)'/g)].map((match) => match[1]!);

  test('has every kind of Event, once, and no other', () => {
    expect(described.toSorted()).toEqual(types.toSorted());
  });

  test('has none that nothing writes', () => {
    const product = files.filter(
      (file) => /^(lib|server\.ts)/.test(file) && /\.ts$/.test(file) && !/\.test\.ts$|testing/.test(file),
    );
    const tellers = ['lib/log/event.ts', 'lib/log/list-changes.ts', 'lib/approvals/timeline-summary.ts'];
    const code = product
      .filter((file) => !tellers.includes(file))
      .map(read)
      .join('\n');
    expect(types.filter((type) => !code.includes(`'${type}'`))).toEqual([]);
  });
});
