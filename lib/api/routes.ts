import type { Route } from './define-route.ts';
import * as agents from './routes/agents.ts';
import * as decisions from './routes/decisions.ts';
import * as discovery from './routes/discovery.ts';
import { documentRoutes } from './routes/documents.ts';
import * as executors from './routes/executors.ts';
import * as grants from './routes/grants.ts';
import * as health from './routes/health.ts';
import { me } from './routes/me.ts';
import * as people from './routes/people.ts';
import * as policies from './routes/policies.ts';
import { queue } from './routes/queue.ts';
import * as requests from './routes/requests.ts';
import * as streams from './routes/streams.ts';

/** Everything there is to call, in the order of a Request's life. */
export const routes: readonly Route[] = [
  // an agent asks
  requests.submit,
  requests.get,
  requests.list,
  requests.revise,
  requests.cancel,
  decisions.answerAsked,
  streams.request,
  streams.all,

  // people decide
  queue,
  decisions.card,
  decisions.decide,
  decisions.withdraw,
  requests.comment,
  requests.timeline,

  // an executor runs it
  grants.redeem,
  grants.report,
  grants.get,
  grants.revoke,

  // what policy says
  policies.list,
  policies.schema,
  policies.get,
  policies.versions,
  policies.version,
  policies.validate,

  // who may call
  me,
  people.list,
  people.disable,
  people.enable,
  agents.list,
  agents.get,
  agents.create,
  agents.update,
  agents.pause,
  agents.resume,
  agents.retire,
  agents.issueKey,
  agents.revokeKey,
  executors.list,
  executors.get,
  executors.create,
  executors.update,
  executors.retire,
  executors.issueKey,

  // for anyone
  health.health,
  health.ready,
  discovery.jwks,
  discovery.countersign,
  ...documentRoutes(() => routes),
];
