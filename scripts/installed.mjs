import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules holds what package-lock.json says.
 *
 * npm keeps its own list of what it installed. Packages of other platforms are absent there and may be; anything else
 * that is missing, or is there in another version, means a fresh install.
 */
export function isInstalled(root) {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(list);
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true;
    const found = present[path];
    return found
      ? found.version === entry.version && found.integrity === entry.integrity
      : entry.optional || entry.peer;
  });
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
