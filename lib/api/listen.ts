import { getRequestListener } from '@hono/node-server';
import { Refusal } from '../errors/refusal.ts';
import { app } from './app.ts';
import { problemResponse } from './problems.ts';

/** The API for a Node server: takes the requests for which `isForApi` holds. */
export const apiListener = getRequestListener(app.fetch, {
  errorHandler: () => problemResponse(new Refusal('malformed', 'The request line or a header cannot be read.'), '', {}),
});

const root = ['/.well-known/', '/docs/api', '/docs/problems'];

/** Whether the API answers this address; everything else is a page. */
export function isForApi(url: string): boolean {
  return url.startsWith('/api/v1/') || root.some((prefix) => url.startsWith(prefix)) || url === '/api/v1';
}
