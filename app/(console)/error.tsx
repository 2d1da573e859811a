'use client';

import { CircleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';

/** A page that failed to be drawn. Nothing is decided by a page, so nothing was lost with it. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div role="alert" className="flex flex-1 flex-col justify-center">
      <h1 className="sr-only">Something failed</h1>
      <Empty
        icon={CircleAlert}
        title="This page could not be shown"
        actions={<Button onClick={reset}>Try again</Button>}
      >
        <p>No decision was lost or made by this. If it happens again, tell whoever runs Countersign.</p>
        {error.digest && <p className="mt-2 font-mono text-xs">Reference {error.digest}</p>}
      </Empty>
    </div>
  );
}
