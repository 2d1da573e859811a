import { z } from 'zod';
import { longestName } from './folded-name.ts';

/** What an identity provider said of the person who signed in, after its signature, audience and nonce were checked. */
export interface SignIn {
  issuer: string;
  subject: string;
  name: string;
  /** Empty unless the provider gave an address and did not call it unverified. For showing and excluding only. */
  email: string;
  /** Every name the provider gave for them, verified or not. Only ever used to exclude. */
  aliases: readonly string[];
  groups: readonly string[];
  /** When the provider itself last saw the person; long ago if it does not say. */
  authAt: Date;
}

/** Why nobody was let in; `/sign-in?error=` shows the sentence for it. */
export type SignInRefusal = 'not_allowed' | 'disabled' | 'groups_unknown' | 'claims_invalid';

const claimsSchema = z.looseObject({
  iss: z.string().min(1).max(1_000),
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
  email: z.string().max(320).optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  groups: z.array(z.string().min(1).max(255)).max(2_000).optional(),
  auth_time: z.number().int().nonnegative().optional(),
});

/**
 * The claims of an ID token as a sign-in.
 *
 * Groups that the token only points to (an overage claim) are unknown, which is neither none nor all, so nobody is let
 * in on them. A provider that does not say when it saw the person never gives a fresh sign-in.
 */
export function signInFrom(claims: unknown): SignIn | SignInRefusal {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return 'claims_invalid';
  const { iss, sub, name, preferred_username, upn, email, email_verified, groups, auth_time, ...others } = parsed.data;
  if (hasOverage(others)) return 'groups_unknown';
  const verified = email_verified !== false && email_verified !== 'false';
  return {
    issuer: iss,
    subject: sub,
    name: (name ?? preferred_username ?? sub).slice(0, 200),
    email: verified ? (email ?? '') : '',
    aliases: [...new Set([email, preferred_username, upn])].filter(
      (alias) => alias && alias.length <= longestName,
    ) as string[],
    groups: [...new Set(groups ?? [])].sort(),
    authAt: new Date((auth_time ?? 0) * 1000),
  };
}

/** OpenID Connect Core section 5.6.2 names distributed claims in `_claim_names`; Entra's implicit flow says `hasgroups`. */
function hasOverage(claims: Record<string, unknown>): boolean {
  const names = claims._claim_names;
  return claims.hasgroups === true || (typeof names === 'object' && names !== null && 'groups' in names);
}
