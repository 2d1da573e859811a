// Would `npm ci` work for everybody? A lock file written where the registry lacks a platform's package installs only there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is wrong with a lock file, one sentence each. */
export function lockProblems(lock, manifest) {
  const packages = lock.packages;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !find(packages, path, name)?.version)
      .map(
        (name) =>
          `${path || 'the project'} names ${name}, which the lock file lacks: npm ci would fail on its platform.`,
      ),
  );
  const unverified = Object.entries(packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.link && !entry.integrity && !entry.inBundle)
    .map(([path]) => `${path} has no integrity hash.`);
  const unreviewed = Object.entries(packages)
    .filter(([path, entry]) => entry.hasInstallScript && manifest.allowScripts?.[nameOf(path)] === undefined)
    .map(
      ([path]) => `${nameOf(path)} has an install script that package.json's allowScripts neither allows nor denies.`,
    );
  return [...missing, ...unverified, ...unreviewed];
}

/** The package that `name` means to the package at `path`: the nearest node_modules upwards that has it. */
function find(packages, path, name) {
  for (let folder = path; ; ) {
    const found = packages[`${folder ? `${folder}/` : ''}node_modules/${name}`];
    if (found || !folder) return found;
    const cut = folder.lastIndexOf('node_modules/');
    folder = cut <= 0 ? '' : folder.slice(0, cut - 1);
  }
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const read = (file) => JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));
  const problems = lockProblems(read('package-lock.json'), read('package.json'));
  for (const problem of problems) console.error(problem);
  process.exit(problems.length ? 1 : 0);
}
