'use client';

import './globals.css';

/** The last resort: the frame itself failed. It stands without anything that could fail with it. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center bg-canvas p-6 text-center text-ink">
        <main role="alert">
          <title>Countersign</title>
          <h1 className="font-semibold text-lg">The console could not be shown</h1>
          <p className="mt-1 mb-4 text-muted">No decision was lost or made by this.</p>
          <button type="button" onClick={reset} className="h-8 rounded-md border border-line-strong px-3 font-medium">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
