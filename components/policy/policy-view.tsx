import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { cn } from '#components/ui/cn.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Ago } from '#components/ui/time.tsx';
import type { PolicyDocument } from '#lib/policy/document.ts';
import { DocumentText } from './document-text.tsx';
import { Requirements } from './requirements.tsx';
import { Rules } from './rules.tsx';
import { type TestLine, Tests } from './tests.tsx';

interface PolicyViewProps {
  policy: { name: string; version: number; digest: string; createdAt: string; active: boolean; document: string };
  versions: readonly { version: number; active: boolean }[];
  /** Absent if today's reader cannot make sense of the text. */
  document: PolicyDocument | undefined;
  tests: readonly TestLine[];
}

/** A policy to read: rules, requirements and tests on the left, the very text they come from on the right. */
export function PolicyView({ policy, versions, document, tests }: PolicyViewProps) {
  return (
    <div className="flex flex-1 flex-col">
      <header className="flex flex-col gap-2 border-b bg-surface px-5 py-5 lg:px-8">
        <p className="text-faint text-xs">
          <Link href="/policies" className="rounded-sm underline underline-offset-2 hover:text-ink">
            Policies
          </Link>
        </p>
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold text-lg">
          {policy.name} <span className="font-normal text-muted tabular-nums">version {policy.version}</span>
          {policy.active && (
            <span className="rounded-sm bg-state-approved-soft px-1.5 py-0.5 font-medium text-state-approved text-xs">
              in force
            </span>
          )}
        </h1>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
          <span>
            published <Ago at={policy.createdAt} />
          </span>
          <CopyId value={policy.digest} name="digest" />
          {versions.length > 1 && <Versions name={policy.name} current={policy.version} versions={versions} />}
        </div>
      </header>
      <div className="grid flex-1 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-8 px-5 py-6 lg:px-8">
          {document ? (
            <>
              <Rules document={document} />
              <Requirements document={document} />
              <Tests tests={tests} />
            </>
          ) : (
            <Notice tone="warn" icon={CircleAlert} title="This version cannot be drawn, only read.">
              It was written for another version of Countersign. Its text is complete.
            </Notice>
          )}
        </div>
        <div className="min-w-0 border-line bg-surface max-xl:border-t xl:border-l">
          <DocumentText text={policy.document} />
        </div>
      </div>
    </div>
  );
}

function Versions({
  name,
  current,
  versions,
}: {
  name: string;
  current: number;
  versions: PolicyViewProps['versions'];
}) {
  return (
    <nav aria-label="Versions" className="flex flex-wrap items-center gap-1">
      {versions.slice(0, 12).map(({ version, active }) => (
        <Link
          key={version}
          href={`/policies/${name}?version=${version}`}
          aria-current={version === current ? 'page' : undefined}
          className={cn(
            'inline-grid min-h-6 min-w-6 place-items-center rounded-sm border px-1 text-xs tabular-nums hover:bg-raised',
            version === current && 'border-accent font-semibold text-accent',
          )}
        >
          {version}
          {active && <span className="sr-only"> in force</span>}
        </Link>
      ))}
    </nav>
  );
}
