import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What agents and executors install, in the order of their dependencies. */
const packages = {
  protocol: { './*.js': { types: './*.d.ts', default: './*.js' } },
  sdk: { '.': { types: './index.d.ts', default: './index.js' } },
} as const;

type PackageName = keyof typeof packages;
const names = Object.keys(packages) as PackageName[];

/**
 * Each package as it is published, in `folderOf(name)`: JavaScript and types that plain Node 20 runs, and a package.json.
 *
 * Both are compiled in one go from a copy of the sources that the server uses, where a package's name is a relative path:
 * those are the only specifiers whose .ts the compiler turns into .js, and Node runs no TypeScript below node_modules.
 */
export function buildPackages(
  folderOf: (name: PackageName) => string = (name) => join(root, 'packages', name, 'dist'),
) {
  const staging = mkdtempSync(join(tmpdir(), 'countersign-packages-'));
  try {
    for (const name of names) stageSources(name, staging);
    compile(staging);
    for (const name of names) publishable(name, join(staging, 'out', name), folderOf(name));
  } finally {
    rmSync(staging, { recursive: true });
  }
}

function stageSources(name: PackageName, staging: string): void {
  mkdirSync(join(staging, name));
  const source = join(root, 'packages', name, 'src');
  for (const file of readdirSync(source).filter((found) => !found.includes('.test.'))) {
    const text = readFileSync(join(source, file), 'utf8');
    writeFileSync(join(staging, name, file), text.replaceAll(/(['"])@countersign\/protocol\//g, '$1../protocol/'));
  }
}

function compile(staging: string): void {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      rootDir: '.',
      outDir: 'out',
      target: 'ES2022',
      noEmit: false,
      declaration: true,
      incremental: false,
      rewriteRelativeImportExtensions: true,
      // Nothing of Node's own: the packages also run in browsers and at the edge.
      types: [],
      plugins: [],
    },
    include: names,
    exclude: [],
  };
  writeFileSync(join(staging, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--project', staging], { stdio: ['ignore', 'inherit', 'inherit'] });
}

function publishable(name: PackageName, compiled: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(compiled)) {
    writeFileSync(join(folder, file), withPublicSpecifiers(readFileSync(join(compiled, file), 'utf8')));
  }
  const texts = [join('packages', name, 'README.md'), join('packages', name, 'NOTICE.md'), 'LICENSE'];
  for (const text of texts.filter((found) => existsSync(join(root, found)))) {
    cpSync(join(root, text), join(folder, basename(text)));
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(name), null, 2)}\n`);
}

/** Declarations keep .ts, which the compiler leaves there; neighbours are called by their package's name again. */
function withPublicSpecifiers(text: string): string {
  return text
    .replaceAll(/((?:from|import)\s*\(?\s*['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js')
    .replaceAll(/(['"])\.\.\/protocol\//g, '$1@countersign/protocol/');
}

function manifest(name: PackageName) {
  const {
    name: fullName,
    version,
    description,
    license,
    type,
    dependencies,
  } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Record<string, unknown>;
  return {
    name: fullName,
    version,
    description,
    license,
    type,
    engines: { node: '>=20.3' },
    sideEffects: false,
    exports: packages[name],
    dependencies,
  };
}

if (import.meta.main) buildPackages();
