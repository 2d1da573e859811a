import type { Credential } from '#lib/identity/agent.ts';

/** An API key as a page shows it: dates as text, its maker by name, nothing that could be used. */
export interface KeyLine {
  id: string;
  prefix: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  standing: 'live' | 'expired' | 'revoked';
}

export function keyLine(key: Credential, now: Date, nameOf: (personId: string) => string): KeyLine {
  return {
    id: key.id,
    prefix: key.prefix,
    createdBy: nameOf(key.createdById),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    standing: key.revokedAt ? 'revoked' : key.expiresAt <= now ? 'expired' : 'live',
  };
}
