import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CountersignError } from '@countersign/sdk';
import { expect, test } from 'vitest';
import { pool } from '#lib/db/pool.ts';
import { newId } from '#protocol/id.ts';
import { dropTable } from '../demo/agent/errands/drop-table.ts';
import { runApproved } from '../demo/runner/run-approved.ts';
import { demoCompany } from '../demo/testing.ts';

const company = demoCompany();

/** The answer a refused call was given: its status and code. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  const { problem } = await attempt.then(
    () => ({ problem: undefined }),
    (error: CountersignError) => error,
  );
  return `${problem?.status} ${problem?.code}`;
}

test('the transcript in the README is what the product answers', async () => {
  const { id, gate } = company.agent(dropTable);
  const { action, reason } = (await dropTable.propose(company.shop(), { step: 0, agentId: id }))!;
  const statement = String(action.action.properties?.statement);
  const other = {
    ...action,
    context: {},
    action: { name: 'sql.execute', properties: { statement: 'DROP TABLE invoices' } },
  };

  const asked = await gate.submit({ action: { context: {}, ...action }, reason }, newId('key'));
  await company.decide('dana', asked.id, 'approve');
  await company.decide('sam', asked.id, 'approve');
  const approved = await gate.get(asked.id);
  const grant = approved.grant!;
  const changed = await refusal(gate.redeem(grant, other, newId('key')));
  const redemption = await gate.redeem(grant, approved.action, newId('key'));
  const place = { shop: company.shop(), exportFolder: company.exportFolder() };
  await runApproved(place, newId('step'), approved.action);
  const now = new Date().toISOString();
  await gate.report(
    asked.id,
    {
      redemption: redemption.redemption,
      result: 'succeeded',
      ran_digest: redemption.digest,
      started_at: now,
      ended_at: now,
    },
    newId('key'),
  );
  const twice = await refusal(gate.redeem(grant, approved.action, newId('key')));
  const { state } = await gate.get(asked.id);
  const { rowCount: events } = await pool().query('SELECT FROM event WHERE request_id = $1', [asked.id]);

  expect(transcript()).toBe(
    [
      'Without',
      `  agent        ${statement}`,
      '  database     done. Nobody was asked, and nobody can say who agreed.',
      '',
      'With',
      `  agent        ${statement}`,
      `  countersign  ${asked.state}: ${asked.why}`,
      `  dana, sam    approve; ${approved.requirement!.slots.filter((slot) => slot.filled).length} of ${asked.requirement!.slots.length} slots are filled`,
      `  agent        presents the grant with "DROP TABLE invoices": ${changed}`,
      `  agent        presents it with what was approved: 200. It runs, and the table is ${await standing(statement)}`,
      `  agent        presents it once more: ${twice}`,
      `  countersign  ${state}, and ${events} signed events say how`,
    ].join('\n'),
  );
});

/** Whether the table that the statement drops is still in the shop. */
async function standing(statement: string): Promise<'there' | 'gone'> {
  const { rows } = await company
    .shop()
    .query('SELECT to_regclass($1) IS NOT NULL AS there', [statement.split(' ').at(-1)]);
  return rows[0].there ? 'there' : 'gone';
}

function transcript(): string {
  const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
  return /<!-- transcript -->\s+```text\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
}
