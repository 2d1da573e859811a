import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort, portIsFree } from '#lib/db/embedded/free-port.ts';
import { data, dataFolder } from './places.ts';

/** A file only its owner can read, replaced in one step, so that nobody ever reads half of it. */
export function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** What the file holds, or undefined when it was never written or is not whole. All of these can be made anew. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** The path of a signing key (Ed25519, PKCS#8) that was made at the first start and stays. */
export function keepKey(name: 'event' | 'grant'): string {
  const file = join(dataFolder('keys'), `${name}.pem`);
  if (!existsSync(file)) {
    writePrivate(file, String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })));
  }
  return file;
}

/** A random secret that was made at the first start and stays. */
export function keepSecret(name: string): string {
  const file = join(dataFolder('keys'), `${name}.secret`);
  if (!existsSync(file)) writePrivate(file, randomBytes(32).toString('base64url'));
  return readFileSync(file, 'utf8');
}

/** A port that stays the same from start to start, as long as nobody else has taken it meanwhile. */
export async function keepPort(name: string): Promise<number> {
  const file = join(data, 'ports.json');
  const ports = readJson<Record<string, number>>(file) ?? {};
  const kept = ports[name];
  if (kept !== undefined && (await portIsFree(kept))) return kept;
  const port = await freePort();
  writePrivate(file, JSON.stringify({ ...ports, [name]: port }));
  return port;
}
