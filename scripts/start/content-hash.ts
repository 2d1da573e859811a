import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './places.ts';

/** One hash over the names and contents of files and folders of the checkout; tests and missing ones do not count. */
export function contentHash(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const absolute = join(root, path);
  if (!existsSync(absolute) || /\.test\.tsx?$/.test(path)) return;
  if (statSync(absolute).isDirectory()) {
    for (const name of readdirSync(absolute).sort()) {
      if (name !== 'generated' && name !== 'node_modules' && name !== 'dist') addTo(hash, join(path, name));
    }
  } else {
    hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0');
  }
}

/** Do the work unless it was done for this very hash; `stamp` is where that is remembered, beside what the work makes. */
export async function unlessDone(stamp: string, hash: string, work: () => Promise<void>): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
