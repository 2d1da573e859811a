import { type JsonWebKey, randomBytes } from 'node:crypto';
import Provider, { type OidcContext } from 'oidc-provider';
import { readPeople } from './people.ts';

export interface ProviderSettings {
  issuer: string;
  peopleFile: string;
  signingKey: JsonWebKey;
  client: { id: string; secret: string; origin: string };
}

/** See `forgetSession` in server.ts. */
export const sessionCookie = 'demo_idp_session';

const scope = 'openid profile email groups';

/**
 * A standards-following OpenID provider for one client: authorization code with PKCE, ID tokens with groups.
 *
 * Its server withholds the provider's own session from it (see server.ts), so it asks for the password every time, and
 * `prompt=login` and `max_age` get a fresh `auth_time` without more ado.
 */
export function demoProvider({ issuer, peopleFile, signingKey, client }: ProviderSettings): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        client_name: 'Countersign',
        redirect_uris: [`${client.origin}/api/auth/callback/oidc`],
        post_logout_redirect_uris: [`${client.origin}/`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        require_auth_time: true,
      },
    ],
    jwks: { keys: [signingKey] },
    // Cookies do not tell ports of one host apart: names of our own, so that the console's are left alone.
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: sessionCookie, interaction: 'demo_idp_interaction', resume: 'demo_idp_resume' },
    },
    pkce: { required: () => true },
    scopes: scope.split(' '),
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    // Groups go into the ID token itself, as most companies' providers do it.
    conformIdTokenClaims: false,
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 3600, Session: 3600, Grant: 3600 },
    findAccount: (_: unknown, sub: string) => account(peopleFile, sub),
    loadExistingGrant: grantOf,
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/sign-in/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  });
}

function account(peopleFile: string, sub: string) {
  const found = readPeople(peopleFile).find((one) => one.sub === sub && !one.disabled);
  if (!found) return undefined;
  const { name, email, groups } = found;
  return { accountId: sub, claims: () => ({ sub, name, email, email_verified: true, groups }) };
}

/** The one client is the company's own console: nobody is asked whether it may know who they are. */
async function grantOf({ oidc }: OidcContext) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}
