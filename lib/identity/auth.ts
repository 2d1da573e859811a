import { NextRequest } from 'next/server';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import { env } from '../env.ts';
import { admitPerson, oidcProvider } from './admit-person.ts';
import { newSessionToken, nextAuthAdapter, type SignInInProgress, sessionSeconds } from './next-auth-adapter.ts';
import { sessionCookie } from './session-cookie.ts';
import { signInFrom } from './sign-in-claims.ts';

/**
 * Sign-in through the deployment's OpenID provider: authorization code with PKCE, state and nonce.
 *
 * next-auth speaks the protocol and sets the cookie; who is let in is `admitPerson`'s word, and who is signed in is
 * `readSession`'s. Made anew for each request, so that what one sign-in established cannot reach another one.
 */
export function authConfig(): NextAuthConfig {
  const progress: SignInInProgress = {};
  const { name, secure } = sessionCookie();
  return {
    basePath: '/api/auth',
    secret: env().AUTH_SECRET,
    // The origin is PUBLIC_URL whatever a Host header says: see `here` and `pinOrigin`.
    trustHost: true,
    adapter: nextAuthAdapter(progress),
    session: { strategy: 'database', maxAge: sessionSeconds, generateSessionToken: newSessionToken },
    useSecureCookies: secure,
    cookies: { sessionToken: { name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } } },
    logger: { error: (error) => console.error(`Signing in failed: ${inWords(error)}`), warn() {}, debug() {} },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: oidcProvider,
        name: env().OIDC_NAME,
        type: 'oidc',
        issuer: env().OIDC_ISSUER,
        clientId: env().OIDC_CLIENT_ID,
        clientSecret: env().OIDC_CLIENT_SECRET,
        checks: ['pkce', 'state', 'nonce'],
        // With max_age asked for, a provider has to say when it saw the person (OpenID Connect Core section 2, auth_time).
        authorization: { params: { scope: 'openid profile email groups', max_age: String(sessionSeconds) } },
        profile: ({ sub }) => ({ id: sub }),
      },
    ],
    callbacks: {
      signIn: async ({ profile }) => {
        const signIn = signInFrom(profile);
        if (typeof signIn === 'string') return `/sign-in?error=${signIn}`;
        const admission = await admitPerson(signIn);
        if (admission.kind === 'refused') return `/sign-in?error=${admission.reason}`;
        progress.admitted = { personId: admission.personId, signIn };
        return true;
      },
    },
  };
}

const nextAuth = NextAuth(() => {
  pinOrigin();
  return authConfig();
});

/** The handler of `/api/auth/*`. What next-auth would tell about a session is not on offer: `readSession` does that. */
export async function handleAuth(request: NextRequest): Promise<Response> {
  const action = request.nextUrl.pathname.split('/')[3];
  if (action === undefined || !['signin', 'callback', 'signout', 'csrf', 'error'].includes(action)) {
    return new Response(null, { status: 404 });
  }
  pinOrigin();
  const { handlers } = nextAuth;
  return request.method === 'POST' ? handlers.POST(here(request)) : handlers.GET(here(request));
}

/**
 * From a server action: on to the identity provider, and back to `to` afterwards.
 *
 * With `reauth` the provider has to ask the person again, which is what makes a session L3 for five minutes. A provider
 * that does not ask is found out by its own auth_time.
 */
export async function startSignIn({ to, reauth }: { to: string; reauth?: boolean }): Promise<never> {
  const asked = reauth ? { prompt: 'login', max_age: '0' } : {};
  return nextAuth.signIn(oidcProvider, { redirectTo: ownPath(to) }, asked) as Promise<never>;
}

/** From a server action: end this browser's session, and show the sign-in page. */
export async function endSession(): Promise<never> {
  return nextAuth.signOut({ redirectTo: '/sign-in' }) as Promise<never>;
}

/** A path of ours, else the first page: where to go after signing in comes from the address bar. */
function ownPath(to: string): string {
  const here = env().PUBLIC_URL;
  const url = URL.parse(to, here);
  return url && to.startsWith('/') && url.origin === new URL(here).origin ? `${url.pathname}${url.search}` : '/';
}

/** next-auth wraps what went wrong; the innermost says most. */
function inWords(error: Error): string {
  const cause = error.cause as { err?: Error } | undefined;
  return cause?.err ? `${error.name}: ${cause.err.message}` : `${error.name}: ${error.message}`;
}

/** next-auth builds the redirect URI from this variable, if it is set, and from the Host header otherwise. */
function pinOrigin(): void {
  process.env.AUTH_URL = env().PUBLIC_URL;
}

function here(request: NextRequest): NextRequest {
  const { pathname, search } = request.nextUrl;
  return new NextRequest(new URL(`${pathname}${search}`, env().PUBLIC_URL), request);
}
