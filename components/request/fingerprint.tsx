import { Fingerprint as Mark } from 'lucide-react';

/** The four words of the digest, spaced so that two people can compare them by ear. */
export function Fingerprint({ words }: { words: string }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 font-mono text-sm">
      <Mark aria-hidden className="size-4 text-faint" />
      <span className="sr-only">Fingerprint of this exact action:</span>
      <span className="tracking-wide">{words}</span>
    </p>
  );
}
