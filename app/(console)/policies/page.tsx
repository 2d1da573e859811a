import { ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { PageHead } from '#components/shell/page-head.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { shorten } from '#components/ui/shorten.ts';
import { Since } from '#components/ui/time.tsx';
import { listPolicies } from '#lib/policy/list-policies.ts';
import { holds, signedIn } from '../viewer.ts';

export const metadata: Metadata = { title: 'Policies' };

/** Which documents say who must approve what. Reading only: a new version comes from its file. */
export default async function PoliciesPage() {
  const person = await signedIn();
  if (!holds(person, ['author', 'auditor', 'reviewer'])) redirect('/');
  const policies = await listPolicies(person);
  return (
    <>
      <PageHead title="Policies">
        Who must approve what. One document is in force; every version is kept as it was.
      </PageHead>
      {policies.length === 0 ? (
        <Empty icon={ScrollText} title="No policy is installed">
          Without a policy nothing is allowed: every request is refused until one is put in force.
        </Empty>
      ) : (
        <ul className="divide-y border-y bg-surface">
          {policies.map((policy) => (
            <li key={policy.name}>
              <Link
                href={`/policies/${policy.name}`}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3.5 hover:bg-raised lg:px-8"
              >
                <span className="font-semibold text-base">{policy.name}</span>
                <span className="text-muted tabular-nums">version {policy.version}</span>
                {policy.active && (
                  <span className="rounded-sm bg-state-approved-soft px-1.5 py-0.5 font-medium text-state-approved text-xs">
                    in force
                  </span>
                )}
                <span className="ml-auto flex items-center gap-4 text-faint text-xs">
                  <code>{shorten(policy.digest)}</code>
                  <Since at={policy.createdAt.toISOString()} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
