import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The checkout. */
export const root = resolve(import.meta.dirname, '..', '..');

/** Where everything that a start makes is kept. Another folder is another, independent Countersign. */
export const data = resolve(root, process.env.COUNTERSIGN_DATA ?? '.data');

/** A folder inside the data folder, made if it is missing. */
export function dataFolder(name: string): string {
  const folder = join(data, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
