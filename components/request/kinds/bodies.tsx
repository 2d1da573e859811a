import type { ComponentType } from 'react';
import type { BodyProps } from './body.ts';
import { ReleaseBody } from './deploy.tsx';
import { ColumnsBody, RowsBody } from './export.tsx';
import { PayloadBody, RequestBody } from './http.tsx';
import { AccessBody, GrantsBody } from './iam.tsx';
import { Members, MembersOf, Padded } from './members.tsx';
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

/** Sections whose title says what their one value is. */
const TITLED = new Set(['target', 'parameters', 'arguments', 'headers', 'environment', 'outputs']);

export function bodyFor(kind: string, section: string): ComponentType<BodyProps> {
  const own = Object.hasOwn(bodies, kind) ? bodies[kind] : undefined;
  return own && Object.hasOwn(own, section) ? (own[section] ?? MembersBody) : MembersBody;
}

/** Every value at the section's pointers, as a tree. */
export function MembersBody({ action, section: { id, pointers } }: BodyProps) {
  const [only] = pointers;
  return (
    <Padded>
      {pointers.length === 1 && only !== undefined && TITLED.has(id) ? (
        <MembersOf action={action} pointer={only} />
      ) : (
        <Members action={action} pointers={pointers} />
      )}
    </Padded>
  );
}
