import { ShieldAlert } from 'lucide-react';

/** Stands on every page of a deployment that was told to start although its record could be changed. */
export function UnprotectedLog() {
  return (
    <p className="flex items-start gap-2 border-b bg-risk-critical-soft px-4 py-2 font-medium text-risk-critical lg:px-8">
      <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        The record of this deployment may not be protected: <code className="text-xs">ALLOW_UNPROTECTED_LOG</code> lets
        the server run even where its database role could change or delete Events.
      </span>
    </p>
  );
}
