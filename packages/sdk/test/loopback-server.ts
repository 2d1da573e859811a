import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonicalAction } from '@countersign/protocol/action.ts';
import { newId } from '@countersign/protocol/id.ts';
import type { Action, OutcomeBody, RequestForm, SubmitBody } from '@countersign/protocol/wire.ts';

/** What goes wrong with the next call of a kind: before it is done, or after it was done and before it is answered. */
export type Mishap =
  | 'reset'
  | 'answer lost'
  | { status: number; code?: string; headers?: Record<string, string>; text?: string };

export type Kind = 'submit' | 'wait' | 'redeem' | 'report' | 'answer';

interface Stored {
  form: RequestForm & Record<string, unknown>;
  key: string;
}

interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A server on loopback that speaks the wire's part for agents, with people one can play and mishaps one can order. */
export class LoopbackServer {
  readonly requests: Stored[] = [];
  readonly outcomes: OutcomeBody[] = [];
  readonly mishaps: Record<Kind, Mishap[]> = { submit: [], wait: [], redeem: [], report: [], answer: [] };
  readonly calls: string[] = [];
  redeemed: Action[] = [];
  /** Changes the form on its way out, as a later version of the server might. */
  dress: (form: RequestForm) => unknown = (form) => form;
  /** What happens to a Request as soon as it is filed. */
  onSubmit: (id: string) => void = () => {};
  onWait: (id: string) => void = () => {};
  url = '';
  private readonly answers = new Map<string, { body: string; reply: Reply }>();
  private readonly waiting = new Set<() => void>();
  private server = createServer();
  private port = 0;

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get only(): RequestForm & Record<string, unknown> {
    if (this.requests.length !== 1) throw new Error(`There are ${this.requests.length} Requests, not one.`);
    return this.requests[0]!.form;
  }

  /** What people or time do to a Request; whoever waits hears of it. */
  settle(id: string, change: Partial<RequestForm>): void {
    const { form } = this.requests.find((stored) => stored.form.id === id)!;
    Object.assign(form, change, { version: form.version + 1 });
    for (const wake of [...this.waiting]) wake();
  }

  approve(id: string): void {
    this.settle(id, { state: 'approved', next: 'redeem', grant: `grant-of-${id}` });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url!, this.url);
    const kind = kindOf(request.method!, url.pathname);
    this.calls.push(kind);
    const mishap = this.mishaps[kind].shift();
    if (mishap === 'reset') return void request.socket.destroy();
    if (typeof mishap === 'object') {
      response.writeHead(mishap.status, { 'content-type': 'application/problem+json', ...mishap.headers });
      return void response.end(mishap.text ?? JSON.stringify(problem(mishap.status, mishap.code ?? 'internal')));
    }
    const reply = await this.once(request, url, Buffer.concat(chunks).toString());
    if (mishap === 'answer lost') return void request.socket.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }

  /** Same caller, endpoint, key and body: the first answer again. */
  private async once(request: IncomingMessage, url: URL, body: string): Promise<Reply> {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return this.handle(request, url, body, '');
    const scope = `${request.headers.authorization} ${url.pathname} ${String(key)}`;
    const known = this.answers.get(scope);
    if (known && known.body !== body) return { status: 422, body: problem(422, 'idempotency_conflict') };
    if (known) {
      const again = url.pathname.endsWith('/redeem')
        ? { ...(known.reply.body as object), replayed: true }
        : known.reply.body;
      return { ...known.reply, body: again, headers: { 'idempotency-replayed': 'true' } };
    }
    const reply = await this.handle(request, url, body, String(key));
    if (reply.status < 300) this.answers.set(scope, { body, reply: structuredClone(reply) });
    return reply;
  }

  private async handle(request: IncomingMessage, url: URL, body: string, key: string): Promise<Reply> {
    const [, , , , id = ''] = url.pathname.split('/');
    const kind = kindOf(request.method!, url.pathname);
    if (kind === 'submit') return this.submit(JSON.parse(body) as SubmitBody, key);
    if (kind === 'wait')
      return this.wait(id, request.headers['if-none-match'], Number(url.searchParams.get('wait') ?? 0));
    if (kind === 'redeem') return this.redeem(JSON.parse(body) as { grant: string; action: Action });
    if (kind === 'report') return this.report(id, JSON.parse(body) as OutcomeBody);
    return this.answer(id, url.pathname.split('/')[6]!, (JSON.parse(body) as { answer: string }).answer);
  }

  private submit(body: SubmitBody, key: string): Reply {
    const digest = digestOf(body.action);
    if (body.digest !== undefined && body.digest !== digest)
      return { status: 400, body: problem(400, 'different_action') };
    const joined = body.attach
      ? this.requests.find(({ form }) => form.action.action.name === body.action.action.name)
      : undefined;
    const form = joined?.form ?? newForm(body.action, digest);
    if (!joined) this.requests.push({ form, key });
    this.onSubmit(form.id);
    return { status: form.state === 'pending' ? 202 : 200, body: this.dress(form) };
  }

  private async wait(id: string, known: string | undefined, seconds: number): Promise<Reply> {
    const stored = this.requests.find(({ form }) => form.id === id);
    if (!stored) return { status: 404, body: problem(404, 'not_found') };
    this.onWait(id);
    const same = () => known === `"${stored.form.version}"`;
    if (same() && seconds > 0) await this.change(seconds);
    return same() ? { status: 304 } : { status: 200, body: this.dress(stored.form) };
  }

  private change(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      timer.unref();
      this.waiting.add(wake);
    });
  }

  private redeem({ grant, action }: { grant: string; action: Action }): Reply {
    const stored = this.requests.find(({ form }) => form.grant === grant);
    if (!stored) return { status: 409, body: problem(409, 'already_redeemed') };
    if (digestOf(action) !== stored.form.digest) return { status: 409, body: problem(409, 'different_action') };
    delete stored.form.grant;
    this.settle(stored.form.id, { state: 'redeemed', next: 'report' });
    this.redeemed.push(action);
    const soon = new Date(Date.now() + 600_000).toISOString();
    return {
      status: 200,
      body: {
        redemption: newId('rdm'),
        request: stored.form.id,
        digest: stored.form.digest,
        uses_left: 0,
        redeemed_at: new Date().toISOString(),
        run_before: soon,
        report_before: soon,
      },
    };
  }

  private report(id: string, outcome: OutcomeBody): Reply {
    this.outcomes.push(outcome);
    this.settle(id, { state: outcome.result === 'succeeded' ? 'succeeded' : 'failed', next: 'stop' });
    return { status: 200, body: {} };
  }

  private answer(id: string, question: string, text: string): Reply {
    const { form } = this.requests.find((stored) => stored.form.id === id)!;
    const questions = form.questions.map((asked) =>
      asked.id === question ? { ...asked, answer: { text, at: new Date().toISOString() } } : asked,
    );
    this.settle(id, { questions, next: 'wait' });
    return { status: 200, body: {} };
  }
}

function kindOf(method: string, path: string): Kind {
  if (path.endsWith('/grants/redeem')) return 'redeem';
  if (path.endsWith('/outcome')) return 'report';
  if (path.endsWith('/answer')) return 'answer';
  return method === 'POST' ? 'submit' : 'wait';
}

function problem(status: number, code: string) {
  return { type: `http://localhost/docs/problems/${code}`, title: code, status, detail: `It is ${code}.`, code };
}

function digestOf(action: Action): string {
  return createHash('sha256').update(canonicalAction(action)).digest('base64url');
}

function newForm(action: Action, digest: string): RequestForm & Record<string, unknown> {
  return {
    id: newId('req'),
    state: 'pending',
    effect: 'require',
    revision: 1,
    version: 1,
    digest,
    action,
    agent: { id: newId('agt'), name: 'Test agent' },
    executor: newId('exe'),
    created_at: new Date().toISOString(),
    evaluation: { id: newId('evl'), policy: { name: 'test', version: 1, digest }, rules: [] },
    decisions: [],
    questions: [],
    revisions: [],
    next: 'wait',
  };
}
