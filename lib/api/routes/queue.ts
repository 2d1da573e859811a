import { z } from 'zod';
import { listQueue } from '../../approvals/list-queue.ts';
import { defineRoute } from '../define-route.ts';
import { queueRow, risk } from '../schemas/reviews.ts';
import { count, pageQuery, text } from '../schemas/words.ts';

export const queue = defineRoute({
  method: 'GET',
  path: '/queue',
  operation: 'listQueue',
  summary: 'Requests that wait for people, by deadline, then risk.',
  tag: 'Queue',
  callers: ['human'],
  roles: ['reviewer', 'auditor', 'admin'],
  query: z.strictObject({
    ...pageQuery,
    tab: z.enum(['needs_me', 'others', 'mine', 'done']).default('needs_me'),
    agent: text(200).exactOptional(),
    risk: risk.exactOptional(),
    environment: text(100).exactOptional(),
    q: text(200).exactOptional(),
  }),
  answers: {
    200: z.strictObject({
      items: z.array(queueRow),
      next_cursor: z.string().nullable(),
      counts: z.record(z.string(), count),
    }),
  },
  async handle({ actor, query: { tab, limit, cursor, ...filters } }) {
    const { items, nextCursor, counts } = await listQueue(actor, { tab, limit, cursor, filters });
    return { status: 200, body: { items, next_cursor: nextCursor, counts } };
  },
});
