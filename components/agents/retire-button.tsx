'use client';

import { Archive } from 'lucide-react';
import { useState } from 'react';
import { ReasonDialog } from '#components/shell/reason-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { visible } from '#protocol/visible.ts';
import type { KeyHolder } from './key-holder.ts';

const ends = {
  agent: 'Its keys and its unused permissions are revoked and it asks for nothing any more.',
  executor: 'Its keys are revoked and it redeems nothing any more; no agent can name it.',
};

/** Takes an agent or executor out of service for good. */
export function RetireButton({ kind, id, name }: KeyHolder) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Archive aria-hidden className="size-4 text-del" /> Retire…<span className="sr-only"> {visible(name)}</span>
      </Button>
      {asking && (
        <ReasonDialog
          title={`Retire ${visible(name)} for good?`}
          description={`${ends[kind]} It stays in the list, because the record names it, and cannot be brought back.`}
          confirm="Retire"
          tone="deny"
          required
          path={`/${kind}s/${id}/retire`}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
