import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ExecutorSettings } from '#components/agents/executor-settings.tsx';
import { PageHead } from '#components/shell/page-head.tsx';
import { holds, signedIn } from '../../../viewer.ts';
import { possibleOwners } from '../../registry.ts';

export const metadata: Metadata = { title: 'Register an executor' };

/** An administrator makes known what will run approved actions. */
export default async function RegisterExecutorPage() {
  const person = await signedIn();
  if (!holds(person, ['admin'])) redirect('/agents/executors');
  return (
    <>
      <PageHead title="Register an executor">
        It can redeem nothing until you issue a key to it, which comes next.
      </PageHead>
      <div className="max-w-2xl px-5 pb-12 lg:px-8">
        <ExecutorSettings owners={await possibleOwners(person)} />
      </div>
    </>
  );
}
