import { type NextRequest, NextResponse } from 'next/server';
import { env } from '#lib/env.ts';

/**
 * Security headers on every page, and the way to the sign-in page for those without a session cookie.
 *
 * The policy carries a fresh nonce per answer and no `unsafe-inline`: a script that agent text smuggled into a page
 * has no nonce and does not run. The redirect is a convenience only: every page and every verb asks again who is there.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV !== 'production');

  if (!isOpen(request.nextUrl.pathname) && !hasSessionCookie(request)) {
    const signIn = new URL('/sign-in', request.nextUrl);
    const wanted = `${request.nextUrl.pathname}${request.nextUrl.search}`;
    if (wanted !== '/') signIn.searchParams.set('to', wanted);
    return withHeaders(NextResponse.redirect(signIn), policy);
  }

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  return withHeaders(NextResponse.next({ request: { headers } }), policy);
}

/** The two constant style attributes that Radix writes into server-rendered tabs: `outline:none`, `animation-duration:0s`. */
const knownStyleAttributes = [
  "'sha256-MtxTLcyxVEJFNLEIqbVTaqR4WWr0+lYSZ78AzGmNsuA='",
  "'sha256-PhrR5O1xWiklTp5YfH8xWeig83Y/rhbrdb5whLn1pSg='",
];

function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'none'",
    // React's development build rebuilds server stack traces with eval; production has no such need and no such right.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-hashes' ${knownStyleAttributes.join(' ')}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    // The sign-in form is answered by a redirect to the identity provider, which Chromium holds to this rule as well.
    `form-action 'self' ${new URL(env().OIDC_ISSUER).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function withHeaders(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('referrer-policy', 'no-referrer');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

function isOpen(pathname: string): boolean {
  return pathname === '/sign-in' || pathname.startsWith('/sign-in/');
}

/** The session cookie of lib/identity/session-cookie.ts, under either of its names. Only ever saves a round trip. */
function hasSessionCookie(request: NextRequest): boolean {
  return request.cookies.has('countersign') || request.cookies.has('__Host-countersign');
}

export const config = {
  matcher: [{ source: '/((?!api/|access/|\\.well-known/|_next/static|_next/image|favicon.ico|icon.svg|docs/).*)' }],
};
