import { Server } from 'lucide-react';
import Link from 'next/link';
import { cn } from '#components/ui/cn.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { visible } from '#protocol/visible.ts';
import type { ExecutorLine } from './executor-line.ts';

/** What may run approved actions: one line an executor, with its grade, its owner, and whether it has a key. */
export function ExecutorList({ executors }: { executors: readonly ExecutorLine[] }) {
  if (executors.length === 0)
    return (
      <Empty icon={Server} title="No executor is registered">
        An administrator registers one, here or together with its first agent.
      </Empty>
    );
  return (
    <ul className="border-y bg-surface">
      {executors.map((executor) => (
        <li
          key={executor.id}
          className={cn(
            'flex flex-wrap items-start gap-x-8 gap-y-2 border-b px-5 py-4 last:border-b-0 lg:px-8',
            executor.retiredAt && 'bg-canvas',
          )}
        >
          <div className="min-w-0 flex-1 basis-56">
            <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Link
                href={`/agents/executors/${executor.id}`}
                className="inline-flex min-h-6 items-center rounded-sm font-semibold text-base hover:underline"
              >
                {visible(executor.name)}
              </Link>
              <GradeMark grade={executor.grade} />
              {executor.retiredAt && <span className="text-faint text-xs">retired</span>}
            </h2>
            <CopyId value={executor.id} name="executor id" />
          </div>
          <dl className="flex min-w-0 flex-wrap gap-x-8 gap-y-2 text-xs">
            <div>
              <dt className="text-faint">Owner</dt>
              <dd className="text-sm">{visible(executor.owner.name)}</dd>
            </div>
            <div>
              <dt className="text-faint">Keys in use</dt>
              <dd className="text-sm tabular-nums">
                {executor.keys.filter(({ standing }) => standing === 'live').length}
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}

export function GradeMark({ grade }: { grade: ExecutorLine['grade'] }) {
  return <span className="rounded-sm bg-raised px-1.5 py-0.5 font-medium text-muted text-xs">{grade}</span>;
}
