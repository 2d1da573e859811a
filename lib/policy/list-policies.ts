import { prisma } from '../db/prisma.ts';
import { Refusal } from '../errors/refusal.ts';
import type { HumanActor, Role } from '../identity/actor.ts';
import { requireRole } from '../identity/require-role.ts';

/** One published version, without its text. */
export interface PolicyVersionLine {
  name: string;
  version: number;
  digest: string;
  /** Where it came from: the installation, a repository, the console. */
  source: unknown;
  createdAt: Date;
  /** The one version that is in force now. */
  active: boolean;
}

export interface PolicyVersionText extends PolicyVersionLine {
  /** The document as its author wrote it, YAML. */
  document: string;
}

const readers: readonly Role[] = ['author', 'auditor', 'reviewer'];
const line = { name: true, version: true, digest: true, source: true, createdAt: true } as const;

/**
 * The newest version of each policy, by name.
 *
 * @throws Refusal `role_required`
 */
export async function listPolicies(person: HumanActor): Promise<PolicyVersionLine[]> {
  requireRole(person, readers);
  const rows = await prisma().policyVersion.findMany({
    select: line,
    distinct: ['name'],
    orderBy: [{ name: 'asc' }, { version: 'desc' }],
  });
  return marked(rows);
}

/** Every version of one policy, newest first. @throws Refusal `role_required`, `not_found` */
export async function listPolicyVersions(person: HumanActor, name: string): Promise<PolicyVersionLine[]> {
  requireRole(person, readers);
  const rows = await prisma().policyVersion.findMany({ select: line, where: { name }, orderBy: { version: 'desc' } });
  if (rows.length === 0) throw new Refusal('not_found', 'There is no policy of this name.');
  return marked(rows);
}

/** One version with its text; the newest one without `version`. @throws Refusal `role_required`, `not_found` */
export async function getPolicyVersion(person: HumanActor, name: string, version?: number): Promise<PolicyVersionText> {
  requireRole(person, readers);
  const row = await prisma().policyVersion.findFirst({
    select: { ...line, document: true },
    where: { name, ...(version !== undefined && { version }) },
    orderBy: { version: 'desc' },
  });
  if (!row) throw new Refusal('not_found', 'There is no such version of a policy of this name.');
  const [marks] = await marked([row]);
  return { ...row, active: marks!.active };
}

async function marked<Row extends { name: string; version: number }>(
  rows: Row[],
): Promise<(Row & { active: boolean })[]> {
  const inForce = await prisma().policyActive.findFirst();
  return rows.map((row) => ({ ...row, active: row.name === inForce?.name && row.version === inForce.version }));
}
