import { NextRequest } from 'next/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#protocol/id.ts';
import { pool } from '../db/pool.ts';
import { testDatabase } from '../db/testing.ts';
import { env, resetEnv } from '../env.ts';
import { handleAuth } from './auth.ts';
import { readSession } from './session.ts';
import { syncGroupRoles } from './sync-group-roles.ts';
import { startTestProvider, type TestProvider } from './testing-provider.ts';

testDatabase();

let provider: TestProvider;
beforeAll(async () => {
  const { OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret, PUBLIC_URL } = env();
  provider = await startTestProvider({ id, secret, redirectUri: `${PUBLIC_URL}/api/auth/callback/oidc` });
  process.env.OIDC_ISSUER = provider.issuer;
  resetEnv();
  await syncGroupRoles();
});
afterAll(() => provider.close());
beforeEach(() => {
  provider.sawAt = new Date();
  provider.account = { sub: newId('sub'), claims: { name: 'Dana', email: 'dana@demo.test', groups: ['grp:sre'] } };
});

/** A browser: it keeps cookies per host and follows redirects, to the provider over the wire and to us by a call. */
class Browser {
  readonly jar = new Map<string, string>();

  async open(url: string, init: RequestInit = {}): Promise<{ at: URL; response: Response }> {
    const at = new URL(url);
    const headers = new Headers(init.headers);
    const side = at.origin === env().PUBLIC_URL ? 'us' : 'provider';
    const held = [...this.jar].filter(([name]) => name.startsWith(side));
    headers.set('cookie', held.map(([name, value]) => `${name.slice(side.length + 1)}=${value}`).join('; '));
    const response =
      side === 'provider'
        ? await fetch(at, { ...init, headers, redirect: 'manual' })
        : await handleAuth(new NextRequest(at, { method: init.method ?? 'GET', headers, body: init.body ?? null }));
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = [
        cookie.slice(0, cookie.indexOf('=')),
        cookie.slice(cookie.indexOf('=') + 1).split(';')[0]!,
      ];
      if (value === '' || /max-age=0/i.test(cookie)) this.jar.delete(`${side} ${name}`);
      else this.jar.set(`${side} ${name}`, value);
    }
    return { at, response };
  }

  /** From the button on the sign-in page to where the browser ends up. */
  async signIn(asked: Record<string, string> = {}): Promise<URL> {
    const { response: csrf } = await this.open(`${env().PUBLIC_URL}/api/auth/csrf`);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    let { at, response } = await this.open(`${env().PUBLIC_URL}/api/auth/signin/oidc?${new URLSearchParams(asked)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, callbackUrl: '/requests/req_1' }).toString(),
    });
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location');
      if (!location) break;
      at = new URL(location, at);
      if (at.origin === env().PUBLIC_URL && !at.pathname.startsWith('/api/auth/')) return at;
      ({ at, response } = await this.open(at.href));
    }
    throw new Error(`The sign-in ended at ${at} with ${response.status}.`);
  }

  get session(): Headers {
    return new Headers({ cookie: `countersign=${this.jar.get('us countersign') ?? ''}` });
  }
}

describe('signing in through an OpenID provider', () => {
  test('opens a session for the person the provider vouches for, and goes back to where they wanted to go', async () => {
    const browser = new Browser();
    expect((await browser.signIn()).pathname).toBe('/requests/req_1');
    expect(await readSession(browser.session)).toMatchObject({
      name: 'Dana',
      email: 'dana@demo.test',
      groups: ['grp:sre'],
      roles: ['reviewer'],
      assurance: 'L3',
    });
  });

  test('keeps only a hash of the session token', async () => {
    const browser = new Browser();
    await browser.signIn();
    const token = browser.jar.get('us countersign')!;
    const { rows } = await pool().query('SELECT to_jsonb(s)::text AS text FROM session s');
    expect(token).toHaveLength(43);
    for (const { text } of rows) expect(text).not.toContain(token);
  });

  test('D5: keeps the time the provider saw the person, which our own clock does not make newer', async () => {
    const browser = new Browser();
    provider.sawAt = new Date(Date.now() - 7 * 60_000);
    await browser.signIn();
    const first = (await readSession(browser.session))!;
    expect(first.assurance).toBe('L2');
    provider.sawAt = new Date();
    await browser.signIn();
    const unasked = (await readSession(browser.session))!;
    expect(unasked).toMatchObject({ assurance: 'L2', authAt: first.authAt });
    await browser.signIn({ prompt: 'login', max_age: '0' });
    const asked = (await readSession(browser.session))!;
    expect(asked).toMatchObject({ assurance: 'L3', personId: first.personId });
  });

  test('ends the session this browser had before', async () => {
    const browser = new Browser();
    await browser.signIn();
    const earlier = browser.session;
    await browser.signIn();
    expect(await readSession(earlier)).toBeNull();
    expect(await readSession(browser.session)).not.toBeNull();
  });

  test('shows a refusal, not a session, to whoever holds no role here', async () => {
    provider.account.claims.groups = ['grp:visitors'];
    const browser = new Browser();
    const at = await browser.signIn();
    expect(`${at.pathname}${at.search}`).toBe('/sign-in?error=not_allowed');
    expect(await readSession(browser.session)).toBeNull();
  });

  test('does not take over an address the provider did not verify, nor anybody’s account by it', async () => {
    await new Browser().signIn();
    provider.account = {
      sub: newId('sub'),
      claims: { name: 'Mallory', email: 'dana@demo.test', email_verified: false, groups: ['grp:auditors'] },
    };
    const browser = new Browser();
    await browser.signIn();
    expect(await readSession(browser.session)).toMatchObject({ name: 'Mallory', email: '', roles: ['auditor'] });
  });

  test('a callback nobody asked for, with somebody else’s code and state, signs nobody in', async () => {
    const [browser, other] = [new Browser(), new Browser()];
    const { response } = await browser.open(`${env().PUBLIC_URL}/api/auth/callback/oidc?code=stolen&state=made-up`);
    expect(response.headers.get('location')).toContain('/sign-in?error=');
    expect(await readSession(browser.session)).toBeNull();
    await other.signIn();
    expect(await readSession(browser.session)).toBeNull();
  });

  test('I9: without the token of our own page neither signing in nor out begins', async () => {
    const browser = new Browser();
    await browser.signIn();
    for (const action of ['signin/oidc', 'signout']) {
      const { response } = await browser.open(`${env().PUBLIC_URL}/api/auth/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'csrfToken=guessed',
      });
      expect(response.headers.get('location')).toContain(env().PUBLIC_URL);
    }
    expect(await readSession(browser.session)).not.toBeNull();
  });

  test('next-auth’s own view of the session is not on offer', async () => {
    const browser = new Browser();
    await browser.signIn();
    const { response } = await browser.open(`${env().PUBLIC_URL}/api/auth/session`);
    expect(response.status).toBe(404);
    expect(await readSession(browser.session)).not.toBeNull();
  });

  test('a Host header does not decide where the provider sends people back to', async () => {
    const browser = new Browser();
    const { response: csrf } = await browser.open(`${env().PUBLIC_URL}/api/auth/csrf`);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const { response } = await browser.open(`${env().PUBLIC_URL}/api/auth/signin/oidc`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-host': 'evil.test',
        host: 'evil.test',
      },
      body: new URLSearchParams({ csrfToken }).toString(),
    });
    const sentTo = new URL(response.headers.get('location')!);
    expect(sentTo.searchParams.get('redirect_uri')).toBe(`${env().PUBLIC_URL}/api/auth/callback/oidc`);
    expect(sentTo.searchParams.get('code_challenge_method')).toBe('S256');
    expect(sentTo.searchParams.get('nonce')).toBeTruthy();
    expect(sentTo.searchParams.get('state')).toBeTruthy();
  });
});
