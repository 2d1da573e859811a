import { app } from '#lib/api/app.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request) => app.fetch(request);
