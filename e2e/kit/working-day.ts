import type { SubmitBody } from '@countersign/sdk';
import type { Wanted } from './agent.ts';

export type Wish = [wanted: Wanted, words: Omit<SubmitBody, 'action'>];

/** One wish of every kind of action that the console draws in its own way. */
export const everyKind: Record<string, Wish> = {
  sql: [
    {
      name: 'sql.execute',
      properties: {
        statement: "DELETE FROM sessions\nWHERE last_seen < now() - interval '90 days'\n  AND user_id = $1",
        parameters: [4711],
        dialect: 'postgres',
        rows: 1284,
        max_rows: 2000,
        transaction: true,
      },
      resource: { type: 'database', id: 'shop' },
      context: { change: 'CHG-2210' },
    },
    {
      reason: 'Sessions that nobody came back to slow down sign-in.',
      evidence: {
        plan: '1 begin\n2 delete\n3 commit',
        blast_radius: { rows: 1284, people: 0, reversible: false, summary: 'Rows of one table.' },
        diff: { format: 'before_after', before: { sessions: 90210 }, after: { sessions: 88926 } },
        links: [{ title: 'CHG-2210', url: 'https://changes.example.com/2210' }],
        trace: [{ at: '2026-11-21T09:00:00Z', kind: 'tool', summary: 'SELECT count(*) FROM sessions → 90210' }],
      },
    },
  ],
  export: [
    {
      name: 'export.table',
      properties: {
        table: 'customers',
        columns: [{ name: 'id' }, { name: 'email', classes: ['pii', 'contact'] }],
        rows: 48213,
        format: 'csv',
        destination: 's3://partner-bucket/customers.csv',
      },
      resource: { type: 'database', id: 'shop' },
    },
    { reason: 'The agency needs the list by Thursday.' },
  ],
  iam: [
    {
      name: 'iam.attach',
      properties: {
        principal: 'role/deploy',
        policy: 'AdministratorAccess',
        statements: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
      },
      resource: { type: 'iam', id: 'role/deploy' },
    },
    { reason: 'The migration fails without it.' },
  ],
  terraform: [
    {
      name: 'terraform.apply',
      properties: {
        plan: {
          format_version: '1.2',
          resource_changes: [
            {
              address: 'aws_instance.web[0]',
              type: 'aws_instance',
              name: 'web',
              change: { actions: ['update'], before: { size: 'm5.large' }, after: { size: 'm5.xlarge' } },
            },
            {
              address: 'aws_db_instance.reports',
              type: 'aws_db_instance',
              name: 'reports',
              change: { actions: ['delete'], before: { engine: 'postgres', storage: 500 }, after: null },
            },
          ],
        },
      },
      resource: { type: 'service', id: 'web' },
    },
    { reason: 'More room for next week, and the report database is not read any more.' },
  ],
  shell: [
    {
      name: 'shell.run',
      properties: {
        argv: ['rsync', '-a', '--delete', '/srv/a/', 'backup:/srv/a/'],
        cwd: '/srv',
        env: { LANG: 'C', PATH: '/usr/bin' },
      },
      resource: { type: 'host', id: 'web-1' },
    },
    { reason: 'The backup is a week behind.' },
  ],
  http: [
    {
      name: 'http.request',
      properties: {
        method: 'POST',
        url: 'https://payments.example.com/v1/refunds',
        headers: { 'content-type': 'application/json' },
        body: { charge: 'ch_811', amount: 12900 },
      },
      resource: { type: 'api', id: 'payments' },
    },
    { reason: 'The customer returned both lamps.' },
  ],
  other: [
    {
      name: 'calendar.cancel_all',
      properties: {
        from: '2026-12-24',
        to: '2026-12-31',
        people: ['ann', 'lee'],
        notify: true,
        nested: { a: [1, { b: null }] },
      },
      resource: { type: 'calendar', id: 'team' },
    },
    {},
  ],
};

/** What the demo company's agents ask besides their errands on a day like any other. */
export const workingDay: readonly [agent: 'billing-bot' | 'crm-agent' | 'deploy-bot', ...wish: Wish][] = [
  ['deploy-bot', ...everyKind.iam!],
  ['deploy-bot', ...everyKind.shell!],
  ['billing-bot', ...everyKind.http!],
];
