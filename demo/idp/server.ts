import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { checkPassword, readPeople } from './people.ts';
import { demoProvider, type ProviderSettings, sessionCookie } from './provider.ts';
import { messagePage, signInPage } from './sign-in-page.ts';

const words = {
  wrong: 'That email and password do not belong together. Check both and try again.',
  disabled: 'This account has been disabled. Nobody can sign in with it until somebody enables it again.',
};

const longestForm = 4096;

/** The provider and its sign-in page as one HTTP server, not yet listening. */
export function demoIdentityServer(settings: ProviderSettings): Server {
  const provider = demoProvider(settings);
  provider.on('server_error', (_, error) => console.error(error));
  const protocol = provider.callback();

  return createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? '/', settings.issuer);
      if (!pathname.startsWith('/sign-in/')) return await protocol(forgetSession(request), response);
      if (request.method === 'POST') return await takeForm(provider, settings, request, response);
      await provider.interactionDetails(request, response);
      send(response, 200, signInPage({ action: pathname }), settings);
    } catch (error) {
      // The browser came without the cookie of a sign-in that is under way: an old tab, or this server was restarted.
      if ((error as Error).name !== 'SessionNotFound') console.error(error);
      const text = 'Go back to Countersign and choose "Sign in" again.';
      if (!response.headersSent) send(response, 400, messagePage('This sign-in is over', text), settings);
    }
  });
}

/**
 * The request without this provider's session, as if the browser had never signed in here.
 *
 * Single sign-on would bring the same person back at once; whoever tries the demo wants to be one, then another.
 */
function forgetSession(request: IncomingMessage): IncomingMessage {
  const kept = (request.headers.cookie ?? '').split('; ').filter((cookie) => !cookie.startsWith(sessionCookie));
  request.headers.cookie = kept.join('; ');
  return request;
}

async function takeForm(
  provider: Provider,
  settings: ProviderSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  const form = await readForm(request);
  const email = form.get('email') ?? '';
  const person = checkPassword(readPeople(settings.peopleFile), email, form.get('password') ?? '');
  if (typeof person === 'string') {
    return send(response, 401, signInPage({ action: `/sign-in/${uid}`, email, problem: words[person] }), settings);
  }
  const login = { accountId: person.sub, amr: ['pwd'] };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > longestForm) throw new Error('The form is longer than a form can be.');
  }
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, html: string, { client }: ProviderSettings): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    // The browser counts the redirect after the form as part of submitting it.
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${client.origin}; frame-ancestors 'none'; base-uri 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(html);
}
