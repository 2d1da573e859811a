import { Plus } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';

const tabs = [
  { kind: 'agent', href: '/agents', name: 'Agents' },
  { kind: 'executor', href: '/agents/executors', name: 'Executors' },
] as const;

/** From agents to executors and back, and the way to a new one for those who may. */
export function RegistryBar({ here, mayRegister }: { here: 'agent' | 'executor'; mayRegister: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 pb-3 lg:px-8">
      <nav aria-label="Registered" className="flex gap-1 rounded-lg bg-raised p-1">
        {tabs.map(({ kind, href, name }) => (
          <Link
            key={kind}
            href={href}
            aria-current={kind === here ? 'page' : undefined}
            className="flex min-h-7 items-center rounded-md px-3 text-muted hover:text-ink aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-ink max-sm:min-h-9"
          >
            {name}
          </Link>
        ))}
      </nav>
      {mayRegister ? (
        <Button asChild tone="accent" className="ml-auto">
          <Link href={here === 'agent' ? '/agents/new' : '/agents/executors/new'}>
            <Plus aria-hidden className="size-4" /> Register {here}
          </Link>
        </Button>
      ) : (
        <p className="ml-auto text-faint text-xs">Administrators register {here}s.</p>
      )}
    </div>
  );
}
