'use client';

import { useRouter } from 'next/navigation';
import { type InitialRequest, RequestScreen } from './request-screen.tsx';
import { useNext } from './use-next.ts';

/** A request as a page of its own. */
export function RequestPage({ requestId, initial }: { requestId: string; initial: InitialRequest }) {
  const router = useRouter();
  const next = useNext();
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-1 flex-col bg-surface lg:border-r 2xl:border-l">
      <h1 className="sr-only">Request</h1>
      <RequestScreen
        key={requestId}
        requestId={requestId}
        initial={initial}
        onBack={() => (window.history.length > 1 ? router.back() : router.push('/'))}
        onNext={next}
      />
    </div>
  );
}
