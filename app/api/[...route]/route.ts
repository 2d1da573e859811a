import { app } from '#lib/api/app.ts';

/** The very same API, for `next dev` and plain Next hosting; server.ts answers before Next is asked. */
const answer = (request: Request) => app.fetch(request);

export const dynamic = 'force-dynamic';
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
