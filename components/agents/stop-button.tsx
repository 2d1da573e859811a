'use client';

import { OctagonPause, Play } from 'lucide-react';
import { useState } from 'react';
import { ReasonDialog } from '#components/shell/reason-dialog.tsx';
import { useViewer } from '#components/shell/viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { visible } from '#protocol/visible.ts';
import type { AgentLine } from './agent-line.ts';

/** Stops an agent at once, which any reviewer may do; only an administrator lets it go on. */
export function StopButton({ agent }: { agent: Pick<AgentLine, 'id' | 'name' | 'pausedAt'> }) {
  const { roles } = useViewer();
  const [asking, setAsking] = useState(false);
  const stopped = agent.pausedAt !== null;
  const may = stopped ? roles.includes('admin') : roles.includes('reviewer') || roles.includes('admin');
  if (!may)
    return (
      <span className="justify-self-end self-start text-right text-faint text-xs">
        {stopped ? 'An administrator can resume it' : ''}
      </span>
    );
  const name = visible(agent.name);
  return (
    <>
      <Button onClick={() => setAsking(true)} className="justify-self-end self-start">
        {stopped ? (
          <Play aria-hidden className="size-4 text-add" />
        ) : (
          <OctagonPause aria-hidden className="size-4 text-del" />
        )}
        {stopped ? 'Resume…' : 'Stop…'}
        <span className="sr-only"> {name}</span>
      </Button>
      {asking && (
        <ReasonDialog
          title={stopped ? `Let ${name} go on?` : `Stop ${name} now?`}
          description={
            stopped
              ? 'It may ask again from this moment. What was revoked stays revoked.'
              : 'Everything it asks is refused at once and its unused permissions are revoked. What is already running is not undone.'
          }
          confirm={stopped ? 'Resume' : 'Stop'}
          tone={stopped ? 'approve' : 'deny'}
          path={`/agents/${agent.id}/${stopped ? 'resume' : 'pause'}`}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
