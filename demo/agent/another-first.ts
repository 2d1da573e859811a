import type { Action, Problem } from '@countersign/protocol/wire.ts';

/**
 * A `fetch` for a broken or dishonest program: with an approval in hand, it first presents another statement.
 *
 * This is here to show that it does not work. The server refuses it, says so in the Request's timeline, and the grant
 * stays unspent; then the approved Action is redeemed as it should be.
 *
 * @param tell told what was tried and what the server answered
 */
export function anotherFirst(tell: (what: string) => void): typeof fetch {
  return async (input, init) => {
    if (String(input).endsWith('/grants/redeem')) await tryAnother(String(input), init ?? {}, tell);
    return fetch(input, init);
  };
}

async function tryAnother(url: string, init: RequestInit, tell: (what: string) => void): Promise<void> {
  const approved = JSON.parse(String(init.body)) as { grant: string; action: Action };
  const action = another(approved.action);
  tell(`tries what nobody approved: ${action.action.properties?.statement}`);
  const response = await fetch(url, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ grant: approved.grant, action }),
  });
  if (response.ok) throw new Error('A grant was spent on another action than the approved one.');
  const { code, detail } = (await response.json()) as Problem;
  tell(`is refused with ${response.status} ${code}: ${detail}`);
}

/** The same Action but for what it runs: every row, where some were approved. */
function another(action: Action): Action {
  const { properties = {} } = action.action;
  const table = /\bFROM (\w+)/i.exec(String(properties.statement))?.[1] ?? 'orders';
  return { ...action, action: { ...action.action, properties: { ...properties, statement: `DELETE FROM ${table}` } } };
}
