import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepPeople, readPeople } from './people.ts';
import { demoIdentityServer } from './server.ts';
import { keepSigningKey } from './signing-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-idp-'));
const peopleFile = join(folder, 'people.json');
const client = { id: 'console', secret: randomBytes(24).toString('base64url'), origin: 'http://localhost:1' };
const redirect = `${client.origin}/api/auth/callback/oidc`;

let issuer = '';
let server: ReturnType<typeof demoIdentityServer>;

beforeAll(async () => {
  keepPeople(peopleFile);
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  issuer = `http://localhost:${port}`;
  const signingKey = keepSigningKey(join(folder, 'key.json'));
  server = demoIdentityServer({ issuer, peopleFile, signingKey, client });
  await once(server.listen(port, '127.0.0.1'), 'listening');
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** A browser: it keeps cookies, and stops at each redirect so that a test can look. */
function browser() {
  const cookies = new Map<string, string>();
  return async (path: string, form?: Record<string, string>) => {
    const response = await fetch(new URL(path, issuer), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split('=');
      cookies.set(name!, value!);
    }
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
  };
}

const verifier = randomBytes(32).toString('base64url');

async function signInPageOf(visit: ReturnType<typeof browser>, more: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid profile email groups',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state',
    nonce: 'nonce',
    ...more,
  });
  return (await visit(`/auth?${query}`)).location;
}

async function claimsAfter(visit: ReturnType<typeof browser>, page: string, email: string, password: string) {
  const resume = await visit(page, { email, password });
  const back = await visit(resume.location);
  const code = new URL(back.location).searchParams.get('code') ?? '';
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  const { id_token } = (await response.json()) as { id_token: string };
  return decodeJwt(id_token);
}

describe('the demo identity provider', () => {
  test('says who signed in, with which groups, and when it saw them', async () => {
    const visit = browser();
    const page = await signInPageOf(visit);
    const claims = await claimsAfter(visit, page, 'dana@demo.test', 'dana-demo');
    expect(claims).toMatchObject({
      sub: 'demo-dana',
      name: 'Dana Okafor',
      groups: ['grp:sre'],
      iss: issuer,
      aud: client.id,
    });
    expect(Math.abs(Number(claims.auth_time) - Date.now() / 1000)).toBeLessThan(10);
  });

  test('asks again although the browser has signed in before, and lets it become somebody else', async () => {
    const visit = browser();
    await claimsAfter(visit, await signInPageOf(visit), 'dana@demo.test', 'dana-demo');
    const again = await signInPageOf(visit, { prompt: 'login', max_age: '0' });
    expect(again).toMatch(/^\/sign-in\//);
    expect(await claimsAfter(visit, again, 'sam@demo.test', 'sam-demo')).toMatchObject({ sub: 'demo-sam' });
  });

  test('does not tell a wrong password from a person who does not exist, and shows what was typed as text', async () => {
    const visit = browser();
    const page = await signInPageOf(visit);
    const wrong = await visit(page, { email: 'dana@demo.test', password: 'sam-demo' });
    const unknown = await visit(page, { email: '"><script>alert(1)</script>', password: 'x' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    for (const { text } of [wrong, unknown]) expect(text).toContain('do not belong together');
    expect(unknown.text).not.toContain('<script>');
  });

  test('lets nobody in who was disabled in the file of people', async () => {
    const people = readPeople(peopleFile).map((one) => (one.sub === 'demo-noor' ? { ...one, disabled: true } : one));
    writeFileSync(peopleFile, JSON.stringify(people));
    const visit = browser();
    const refused = await visit(await signInPageOf(visit), { email: 'noor@demo.test', password: 'noor-demo' });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('has been disabled');
  });

  test('gives no code to a client that does not prove it began the sign-in', async () => {
    const answer = await signInPageOf(browser(), { code_challenge: '' });
    expect(new URL(answer).searchParams.get('error')).toBe('invalid_request');
  });
});
