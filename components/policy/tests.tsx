import { Check, X } from 'lucide-react';

export interface TestLine {
  name: string;
  ok: boolean;
  detail?: string;
}

/** The document's own tests, run just now. One that fails keeps a version from coming into force. */
export function Tests({ tests }: { tests: readonly TestLine[] }) {
  const failed = tests.filter((test) => !test.ok).length;
  return (
    <section aria-labelledby="tests">
      <h2 id="tests" className="font-semibold text-base">
        Tests
      </h2>
      <p className="mb-3 text-muted">
        {tests.length === 0
          ? 'This document has none.'
          : failed === 0
            ? `All ${tests.length} pass.`
            : `${failed} of ${tests.length} fail.`}
      </p>
      <ul className="flex flex-col">
        {tests.map((test) => (
          <li key={test.name} className="flex items-start gap-2 py-1">
            {test.ok ? (
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-state-approved" strokeWidth={2.5} />
            ) : (
              <X aria-hidden className="mt-0.5 size-4 shrink-0 text-state-denied" strokeWidth={2.5} />
            )}
            <span className="sr-only">{test.ok ? 'passes:' : 'fails:'}</span>
            <span className="min-w-0 break-words">
              {test.name}
              {test.detail && <span className="block text-muted text-xs">{test.detail}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
