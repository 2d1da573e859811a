import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** The login roles of the embedded server; the first three words of a role's name say what it may do (see roles.ts). */
export const logins = [
  'postgres',
  'countersign_migrator',
  'countersign_app',
  'countersign_sequencer',
  'countersign_auditor',
  'countersign_eraser',
  'shop',
] as const;

export type Login = (typeof logins)[number];

/** What must survive from one start to the next: where the server listens, where its files are, who may log in. */
export interface Settings {
  port: number;
  dataDirectory: string;
  passwords: Record<Login, string>;
}

/** The folder's kept settings, or undefined when no server was ever made there. */
export function readSettings(home: string): Settings | undefined {
  const file = join(home, 'postgres.json');
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Settings;
}

/**
 * Settings for this folder: the kept ones, or new ones with random passwords on a free port.
 *
 * Kept in a file only its owner can read, replaced in one rename, so an interrupted start never leaves half a file.
 */
export async function openSettings(home: string, dataDirectory: () => string): Promise<Settings> {
  const kept = readSettings(home);
  if (kept) return kept;
  const passwords = Object.fromEntries(logins.map((login) => [login, randomBytes(24).toString('base64url')]));
  const settings = {
    port: await freePort(),
    dataDirectory: dataDirectory(),
    passwords: passwords as Record<Login, string>,
  };
  saveSettings(home, settings);
  return settings;
}

/** Keep the settings for the next start. */
export function saveSettings(home: string, settings: Settings): void {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'postgres.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** A connection string for one of the roles. */
export function connectionUrl(settings: Settings, login: Login, database: string): string {
  return `postgresql://${login}:${settings.passwords[login]}@127.0.0.1:${settings.port}/${database}`;
}
