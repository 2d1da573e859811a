import { env } from '../env.ts';

/**
 * The cookie a signed-in browser shows, and whether it travels over https only.
 *
 * With the `__Host-` prefix browsers refuse it from a subdomain, another path or plain http. Plain http exists on
 * loopback alone, where browsers would not take the prefix.
 */
export function sessionCookie(): { name: string; secure: boolean } {
  const secure = env().PUBLIC_URL.startsWith('https:');
  return { name: secure ? '__Host-countersign' : 'countersign', secure };
}

/** The session token the browser shows, which is anybody's word until it was looked up. */
export function sessionToken(headers: Headers): string | undefined {
  const { name } = sessionCookie();
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim() || undefined;
  }
  return undefined;
}
