import type { Demo } from '../../prisma/scenarios/demo.ts';
import { logOf } from './children.ts';
import { say } from './say.ts';

/** Who to be and what to do, once everything is up. */
export function welcome(url: string, people: Demo['people'], seconds: number): void {
  const columns = people.map(({ name, email, password, roles, groups }) => [
    email,
    password,
    name,
    roles.join(', ') || 'no role',
    groups.join(', '),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...columns.map((row) => row[column]!.length)));
  const lines = columns.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
  say(`
Countersign is running at ${url} (started in ${seconds} s).

Sign in as
${lines.join('\n')}

Next
  1. Open ${url} and sign in as dana@demo.test.
  2. The demo agents' requests are waiting in "Needs me". Open one, and approve it or deny it.
  3. Watch what the agent does with your word. Ann owns the agents: signed in as her you cannot approve what they ask.
     What an agent says meanwhile is in ${logOf({ name: 'demo agent' })}

Ctrl-C stops everything. What was decided is kept for the next start.
`);
}
