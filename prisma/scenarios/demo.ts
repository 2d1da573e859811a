import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { demoPeople, type Person } from '../../demo/idp/people.ts';
import { env } from '../../lib/env.ts';
import { syncGroupRoles } from '../../lib/identity/sync-group-roles.ts';
import { installPolicy } from '../../lib/policy/install-policy.ts';
import { provisionPeople } from './provision-people.ts';
import { type KeyHolder, registerCallers } from './register-callers.ts';

/** What `.data/demo.json` says of the demo company, for scripts, tests and whoever wants to try the API. */
export interface Demo {
  agents: KeyHolder[];
  executors: KeyHolder[];
  people: { email: string; name: string; password: string; groups: string[]; roles: string[] }[];
}

export interface DemoSettings {
  /** What an earlier start returned: keys in it that still work are kept, since they cannot be shown again. */
  kept?: Partial<Pick<Demo, 'agents' | 'executors'>> | undefined;
  /** Who works there; the people the demo's identity provider knows. */
  people?: readonly Person[];
  /** A policy document to put in force; the demo company's own without it. */
  policyFile?: string | undefined;
}

const demoPolicyFile = join(import.meta.dirname, 'policy.yaml');

/**
 * A believable working day's company: its people, its agents with their keys, and the policy they work under.
 *
 * Loading it again changes nothing that is there: people and agents are found by who they are, keys that still work are
 * kept, and the same policy is not published twice.
 *
 * @throws Error with everything that is wrong with the policy document
 */
export async function loadDemo({ kept = {}, people = demoPeople, policyFile }: DemoSettings = {}): Promise<Demo> {
  await syncGroupRoles();
  const ids = await provisionPeople(people);
  const [owner, administrator] = [ids.get('ann@demo.test'), ids.get('alex@demo.test')];
  if (!owner || !administrator) throw new Error('The demo needs ann@demo.test and alex@demo.test among its people.');

  await publish(policyFile ?? demoPolicyFile);
  const callers = await registerCallers({
    administrator: { kind: 'operator', personId: administrator },
    ownerId: owner,
    kept: [...(kept.agents ?? []), ...(kept.executors ?? [])],
  });
  return {
    ...callers,
    people: people.map(({ sub: _, disabled: __, ...person }) => ({ ...person, roles: rolesOf(person.groups) })),
  };
}

async function publish(file: string): Promise<void> {
  const ref = relative(process.cwd(), file);
  const installed = await installPolicy(readFileSync(file, 'utf8'), { kind: 'install', ref });
  if (installed.ok) return;
  const problems = installed.problems.map(({ line, detail }) => `  line ${line}: ${detail}`).join('\n');
  throw new Error(`The policy in ${ref} cannot be put in force:\n${problems}`);
}

function rolesOf(groups: readonly string[]): string[] {
  const held = Object.entries(env().ROLE_GROUPS).filter(([, holders]) =>
    holders.some((group) => groups.includes(group)),
  );
  return held.map(([role]) => role).sort();
}
