import type { ComponentType } from 'react';
import type { BodyProps } from './body.ts';
import { ReleaseBody } from './deploy.tsx';
import { ColumnsBody, RowsBody } from './export.tsx';
import { PayloadBody, RequestBody } from './http.tsx';
import { AccessBody, GrantsBody } from './iam.tsx';
import { Members, Padded } from './members.tsx';
import { ResourcesBody } from './plan.tsx';
import { CommandBody } from './shell.tsx';
import { SqlBody } from './sql.tsx';

/** Who draws which section of which kind. A section without a line here is drawn as its members. */
const bodies: Record<string, Record<string, ComponentType<BodyProps>>> = {
  sql: { statement: SqlBody },
  export: { columns: ColumnsBody, rows: RowsBody },
  iam: { change: AccessBody, statement: GrantsBody },
  plan: { resources: ResourcesBody },
  shell: { command: CommandBody, stdin: PayloadBody },
  http: { request: RequestBody, body: PayloadBody },
  deploy: { release: ReleaseBody },
};

export function bodyFor(kind: string, section: string): ComponentType<BodyProps> {
  const own = Object.hasOwn(bodies, kind) ? bodies[kind] : undefined;
  return own && Object.hasOwn(own, section) ? (own[section] ?? MembersBody) : MembersBody;
}

/** Every value at the section's pointers, as a tree. */
export function MembersBody({ action, section }: BodyProps) {
  return (
    <Padded>
      <Members action={action} pointers={section.pointers} />
    </Padded>
  );
}
