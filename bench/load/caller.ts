import { randomUUID } from 'node:crypto';
import type { Action, DecisionBody, RedeemAnswer, RequestForm, ReviewCard } from '#protocol/wire.ts';
import type { HttpAnswer } from './connection.ts';
import { Connection } from './connection.ts';

/** Who the load calls as. Each agent has its own key; the reviewers are people with live sessions. */
export interface Cast {
  port: number;
  publicUrl: string;
  agents: { id: string; key: string }[];
  executorKey: string;
  /** Session cookies. */
  reviewers: string[];
}

/** One caller on a connection of its own, who speaks to the API as an agent, its executor and a reviewer would. */
export class Caller {
  readonly #cast: Cast;
  readonly #connection: Connection;
  readonly #agents: Cast['agents'];
  readonly #reviewer: string;
  #turn = 0;

  private constructor(cast: Cast, connection: Connection, number: number) {
    this.#cast = cast;
    this.#connection = connection;
    this.#agents = cast.agents.map((_, index) => cast.agents[(index + number) % cast.agents.length]!);
    const origin = `origin: ${cast.publicUrl}\r\nsec-fetch-site: same-origin\r\n`;
    this.#reviewer = `cookie: ${cast.reviewers[number % cast.reviewers.length]}\r\n${origin}`;
  }

  static async open(cast: Cast, number: number): Promise<Caller> {
    return new Caller(cast, await Connection.open(cast.port), number);
  }

  /** A new Request that people have to decide, by the next of the agents. */
  async submit(): Promise<{ form: RequestForm; bearer: string }> {
    const agent = this.#agents[this.#turn++ % this.#agents.length]!;
    const bearer = `authorization: Bearer ${agent.key}\r\n`;
    const id = randomUUID();
    const answer = await this.#connection.send(
      'POST',
      '/api/v1/requests',
      `${bearer}idempotency-key: ${id}\r\n`,
      JSON.stringify(submission(agent.id, id)),
    );
    return { form: read<RequestForm>(answer, 202), bearer };
  }

  /** The Request as its agent reads it; held up to `wait` seconds while it is still the known version. */
  async read(bearer: string, requestId: string, wait?: { seconds: number; known: number }): Promise<RequestForm> {
    const query = wait ? `?wait=${wait.seconds}` : '';
    const known = wait ? `if-none-match: "${wait.known}"\r\n` : '';
    return read(await this.#connection.send('GET', `/api/v1/requests/${requestId}${query}`, bearer + known), 200);
  }

  async openCard(requestId: string): Promise<ReviewCard> {
    return read(await this.#connection.send('GET', `/api/v1/requests/${requestId}/card`, this.#reviewer), 200);
  }

  async approve({ request, revision, digest, view_digest }: ReviewCard): Promise<void> {
    const body: DecisionBody = { decision: 'approve', revision, digest, view_digest, reason: 'It is as it should be.' };
    const path = `/api/v1/requests/${request}/decisions`;
    read(await this.#connection.send('POST', path, this.#reviewer, JSON.stringify(body)), 200);
  }

  async redeem(grant: string, action: Action): Promise<RedeemAnswer> {
    const body = JSON.stringify({ grant, action });
    return read(await this.#connection.send('POST', '/api/v1/grants/redeem', this.#executor(), body), 200);
  }

  async report({ request, redemption, digest }: RedeemAnswer): Promise<void> {
    const now = new Date().toISOString();
    const outcome = { redemption, result: 'succeeded', ran_digest: digest, started_at: now, ended_at: now };
    const path = `/api/v1/requests/${request}/outcome`;
    read(await this.#connection.send('POST', path, this.#executor(), JSON.stringify(outcome)), 200);
  }

  close(): void {
    this.#connection.close();
  }

  #executor(): string {
    return `authorization: Bearer ${this.#cast.executorKey}\r\nidempotency-key: ${randomUUID()}\r\n`;
  }
}

function read<Body>({ status, body }: HttpAnswer, expected: number): Body {
  if (status === expected) return JSON.parse(body) as Body;
  throw new Error(`The server answered ${status} instead of ${expected}: ${body.slice(0, 500)}`);
}

/** About 1 KB, of the shape a deploying agent sends. */
function submission(agentId: string, id: string) {
  return {
    action: {
      subject: { type: 'agent', id: agentId },
      action: {
        name: 'deploy.run',
        properties: { version: '5.2.0', from_version: '5.1.3', strategy: 'rolling', replicas: 6, ref: id },
      },
      resource: { type: 'service', id: 'web', properties: { region: 'eu-west-1' } },
      context: { change: `REL-${id}` },
    },
    reason: 'The release passed its tests on staging, and the change window is open until four in the afternoon.',
    evidence: {
      plan: '1 pull the image · 2 replace one instance at a time · 3 watch the error rate for ten minutes · 4 report',
      blast_radius: {
        resources: 6,
        people: 0,
        reversible: true,
        summary: 'Six instances restart, one after the other.',
      },
      trace: [{ at: '2026-01-05T09:12:03.114Z', kind: 'tool', summary: 'GET /health on staging: 200 for an hour' }],
    },
    model: { provider: 'bench', name: 'load', version: '1' },
    run: { id: `run-${id}`, step: '1' },
  };
}
