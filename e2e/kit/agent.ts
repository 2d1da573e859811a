import { randomBytes, randomUUID } from 'node:crypto';
import { type Action, type Client, countersign, type RequestForm, type SubmitBody } from '@countersign/sdk';
import type { APIRequestContext } from '@playwright/test';
import { demo, demoAgent, executor } from './demo.ts';

/** An agent that only one test knows, with a key of its own, on the SDK like any other. */
export interface TestAgent {
  id: string;
  name: string;
  key: string;
  gate: Client;
  /** File an Action under a key of its own. */
  ask(action: Wanted, more?: Omit<SubmitBody, 'action'>): Promise<RequestForm>;
}

export interface Wanted {
  name: string;
  properties?: Record<string, unknown>;
  resource: { type: string; id: string };
  context?: Record<string, unknown>;
}

/** Register an agent through the API, as the administrator would: run by the demo's executor, owned by Ann or another. */
export async function registerAgent(administrator: APIRequestContext, owner?: { id: string }): Promise<TestAgent> {
  const name = `agent-${randomBytes(4).toString('hex')}`;
  const { id: ownerId } = owner ?? (await ownerOfTheDemo(administrator));
  const { id } = await post<{ id: string }>(administrator, '/agents', {
    name,
    owner_id: ownerId,
    executor_id: executor().id,
    trust: 'trusted',
    acts_for: ['user:*@demo.test'],
  });
  const { key } = await post<{ key: string }>(administrator, `/agents/${id}/credentials`, {});
  return agentWith({ id, name, key });
}

/** An agent whose key is known, e.g. one of the demo company's. */
export function agentWith(holder: { id: string; name: string; key: string }): TestAgent {
  const gate = countersign({ url: demo().baseUrl, key: holder.key, executorKey: executor().key });
  return {
    ...holder,
    gate,
    ask: (wanted, more = {}) => gate.submit({ action: actionOf(holder.id, wanted), ...more }, randomUUID()),
  };
}

/** The Action of an agent that acts for itself. */
export function actionOf(agentId: string, { name, properties, resource, context = {} }: Wanted): Action {
  const action = properties ? { name, properties } : { name };
  return { subject: { type: 'agent', id: agentId }, action, resource, context } as Action;
}

/** Call the API with a person's session, as a page of the console does. */
export async function post<Answer>(person: APIRequestContext, path: string, data: unknown): Promise<Answer> {
  const response = await person.post(`/api/v1${path}`, { data, headers: { origin: demo().baseUrl } });
  if (!response.ok()) throw new Error(`POST ${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** What this key's agent has waiting for people. */
export async function openRequests(key: string): Promise<RequestForm[]> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${demo().baseUrl}/api/v1/requests?state=pending`, { headers });
  return ((await response.json()) as { items: RequestForm[] }).items;
}

/** Whose session this is. */
export async function me(person: APIRequestContext): Promise<{ id: string }> {
  return (await person.get('/api/v1/me')).json();
}

/** Ann, who owns the demo company's agents. */
async function ownerOfTheDemo(administrator: APIRequestContext): Promise<{ id: string }> {
  const response = await administrator.get(`/api/v1/agents/${demoAgent('billing-bot').id}`);
  return ((await response.json()) as { owner: { id: string } }).owner;
}
