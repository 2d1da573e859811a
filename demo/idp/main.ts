import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepPeople } from './people.ts';
import { demoIdentityServer } from './server.ts';
import { keepSigningKey } from './signing-key.ts';

/** `npm start` runs this as a process of its own: a company's identity provider is not part of the product either. */
const { IDP_PORT, IDP_FOLDER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL } = process.env;
if (!IDP_PORT || !IDP_FOLDER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET || !PUBLIC_URL) {
  throw new Error('The demo identity provider is started by npm start, which tells it where and for whom.');
}

mkdirSync(IDP_FOLDER, { recursive: true, mode: 0o700 });
const peopleFile = join(IDP_FOLDER, 'people.json');
keepPeople(peopleFile);

const issuer = `http://localhost:${IDP_PORT}`;
const server = demoIdentityServer({
  issuer,
  peopleFile,
  signingKey: keepSigningKey(join(IDP_FOLDER, 'signing-key.json')),
  client: { id: OIDC_CLIENT_ID, secret: OIDC_CLIENT_SECRET, origin: new URL(PUBLIC_URL).origin },
});

server.listen(Number(IDP_PORT), '127.0.0.1', () => console.log(`Demo identity provider at ${issuer}`));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}
