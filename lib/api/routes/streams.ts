import { getRequest } from '../../approvals/get-request.ts';
import { defineRoute } from '../define-route.ts';
import { requestParams } from '../schemas/requests.ts';
import { openStream } from '../streams/open-stream.ts';

const tag = 'Streams';

export const request = defineRoute({
  method: 'GET',
  path: '/requests/:id/stream',
  operation: 'streamRequest',
  summary: 'Server-sent events about one Request: versions and states.',
  tag,
  callers: ['agent', 'executor', 'human'],
  params: requestParams,
  answers: { 200: 'text/event-stream' },
  async handle({ actor, params, header, head, gone, again }) {
    const { id, version, state } = await getRequest(actor, params.id);
    return openStream({
      actor,
      audience: { requestId: id },
      queue: false,
      opening: { id, version, state },
      lastEventId: header('last-event-id'),
      head,
      gone: gone(),
      again,
    });
  },
});

export const all = defineRoute({
  method: 'GET',
  path: '/stream',
  operation: 'stream',
  summary: 'Server-sent events about every Request the caller may see.',
  tag,
  callers: ['agent', 'executor', 'human'],
  roles: ['reviewer', 'auditor', 'admin'],
  answers: { 200: 'text/event-stream' },
  handle({ actor, header, head, gone, again }) {
    return openStream({
      actor,
      audience: {
        ...(actor.kind === 'agent' && { agentId: actor.agentId }),
        ...(actor.kind === 'executor' && { executorId: actor.executorId }),
      },
      queue: actor.kind === 'human',
      lastEventId: header('last-event-id'),
      head,
      gone: gone(),
      again,
    });
  },
});
