import type { Metadata } from 'next';
import { CloseWindow } from '#components/shell/close-window.tsx';

export const metadata: Metadata = { title: 'Signed in' };

/** Where the sign-in pop-up ends: it tells the page it came from, and closes. */
export default function SignInDonePage() {
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div>
        <h1 className="font-semibold text-lg">You are signed in</h1>
        <p className="mt-1 text-muted">You can close this window.</p>
        <CloseWindow />
      </div>
    </main>
  );
}
