import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { PolicyView } from '#components/policy/policy-view.tsx';
import { Refusal } from '#lib/errors/refusal.ts';
import { getPolicyVersion, listPolicyVersions } from '#lib/policy/list-policies.ts';
import { parsePolicy } from '#lib/policy/load.ts';
import { holds, signedIn } from '../../viewer.ts';

type Params = Promise<{ name: string }>;
type Search = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Policy ${(await params).name}` };
}

/** One version of a policy: what it asks for, rule by rule, beside the document it was read from. */
export default async function PolicyPage({ params, searchParams }: { params: Params; searchParams: Search }) {
  const person = await signedIn();
  if (!holds(person, ['author', 'auditor', 'reviewer'])) redirect('/');
  const { name } = await params;
  const { version } = await searchParams;
  const wanted = typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
  try {
    const [policy, versions] = await Promise.all([
      getPolicyVersion(person, name, wanted),
      listPolicyVersions(person, name),
    ]);
    const parsed = parsePolicy(policy.document);
    return (
      <PolicyView
        policy={{ ...policy, createdAt: policy.createdAt.toISOString() }}
        versions={versions.map(({ version, active }) => ({ version, active }))}
        document={parsed.ok ? parsed.policy.document : undefined}
        tests={parsed.tests.map(({ name, ok, detail }) => ({ name, ok, ...(detail && { detail }) }))}
      />
    );
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') notFound();
    throw error;
  }
}
