'use client';

import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** A new key, the only time it is shown. */
export function ShownOnce({ apiKey, name, onClose }: { apiKey: string; name: string; onClose: () => void }) {
  const id = useId();
  const [copied, setCopied] = useState<'yes' | 'failed' | undefined>();
  const copy = () =>
    navigator.clipboard.writeText(apiKey).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <>
      <Notice tone="warn" icon={TriangleAlert} title="This is the only time it is shown.">
        Put it where {name} reads its secrets, not into code or chat. If it is lost, revoke it and issue another one.
      </Notice>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          Key
        </label>
        <textarea
          id={id}
          readOnly
          rows={3}
          value={apiKey}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.currentTarget.select()}
          className="w-full resize-none break-all rounded-md border border-line-strong bg-raised px-2.5 py-2 font-mono text-xs"
        />
      </div>
      <p role="status" className="-mt-2 min-h-5 text-muted text-xs">
        {copied === 'yes' && 'Copied. It is on this machine’s clipboard until something else is copied.'}
        {copied === 'failed' && 'The browser did not let it be copied. It is selected when you press into it.'}
      </p>
      <div className="flex flex-wrap justify-end gap-2 border-t pt-4">
        <Button onClick={copy} className="max-sm:flex-1">
          {copied === 'yes' ? (
            <Check aria-hidden className="size-4 text-add" />
          ) : (
            <Copy aria-hidden className="size-4" />
          )}
          Copy key
        </Button>
        <Button tone="accent" onClick={onClose} className="max-sm:flex-1">
          I have stored it
        </Button>
      </div>
    </>
  );
}
