import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * The house from the roof down: each floor may import those below it and nothing above. docs/decisions/001 says why
 * identity stands above the log and grants above policy.
 */
const floors: readonly (readonly string[])[] = [
  ['e2e', 'bench', 'demo', 'scripts', 'prisma', 'docs'],
  ['server.ts', 'proxy.ts', 'app'],
  ['components'],
  ['lib/jobs', 'lib/api'],
  ['lib/approvals'],
  ['lib/grants'],
  ['lib/policy'],
  ['lib/identity'],
  ['lib/log'],
  ['lib/clock.ts'],
  ['lib/db'],
  ['lib/env.ts'],
  ['lib/errors'],
  ['packages/sdk'],
  ['packages/protocol'],
];

const root = path.join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'], {
  cwd: root,
  encoding: 'utf8',
});
const sources = tracked
  .split('\n')
  .filter((file) => /^(app|components|lib|packages|demo)\//.test(file) || /^(server|proxy)\.ts$/.test(file));
const product = sources.filter((file) => !/\.test\.tsx?$|\/testing|\/generated\//.test(file));

interface Import {
  from: string;
  to: string;
}

const imports: Import[] = product.flatMap((file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]!);
  return specifiers.flatMap((specifier) => {
    const to = resolved(file, specifier);
    return to ? [{ from: file, to }] : [];
  });
});

/** The file of this repository that a specifier names, or null for a package. */
function resolved(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return path.normalize(path.join(path.dirname(file), specifier));
  const [, alias, rest] = /^#(lib|components|app|protocol)\/(.+)$/.exec(specifier) ?? [];
  if (alias) return alias === 'protocol' ? `packages/protocol/src/${rest}` : `${alias}/${rest}`;
  if (specifier === '@countersign/sdk') return 'packages/sdk/src/index.ts';
  const protocol = /^@countersign\/protocol\/(.+)$/.exec(specifier);
  return protocol ? `packages/protocol/src/${protocol[1]}` : null;
}

function floorOf(file: string): number {
  return floors.findIndex((rooms) => rooms.some((room) => file === room || file.startsWith(`${room}/`)));
}

test('every product file stands on a floor of the house', () => {
  expect(product.filter((file) => floorOf(file) < 0)).toEqual([]);
});

test('no import turns back up the house', () => {
  const back = imports.filter(({ from, to }) => floorOf(to) < floorOf(from));
  expect(back.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const next = Map.groupBy(imports, (one) => one.from);
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const walk = (file: string, trail: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const { to } of next.get(file) ?? []) walk(to, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of product) walk(file, []);
  expect(circles).toEqual([]);
});

test('what agents install sees the protocol and the REST API, never the server', () => {
  const seen = imports.filter(({ from, to }) => from.startsWith('packages/') && !to.startsWith('packages/'));
  expect(seen).toEqual([]);
  const protocol = imports.filter(
    ({ from, to }) => from.startsWith('packages/protocol') && !to.startsWith('packages/protocol'),
  );
  expect(protocol).toEqual([]);
});

/** Not settings of ours: what child processes inherit, what next-auth wants set, and Next's own word for its mode. */
const mayTouchEnvironment = ['lib/env.ts', 'lib/db/embedded/run.ts', 'lib/identity/auth.ts', 'proxy.ts'];

test('only the settings file reads the environment', () => {
  const readers = product.filter((file) => {
    if (mayTouchEnvironment.includes(file) || !/^(lib|app|components|server\.ts|proxy\.ts)/.test(file)) return false;
    return /process\.env\b/.test(readFileSync(path.join(root, file), 'utf8'));
  });
  expect(readers).toEqual([]);
});

test('only the API knows HTTP: nothing below it imports hono or next', () => {
  const below = product.filter((file) => file.startsWith('lib/') && !file.startsWith('lib/api/'));
  const knowing = below.filter((file) => /from 'hono/.test(readFileSync(path.join(root, file), 'utf8')));
  expect(knowing).toEqual([]);
});
