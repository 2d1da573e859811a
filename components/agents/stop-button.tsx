'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleAlert, OctagonPause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { api, sentence } from '#components/shell/api.ts';
import { useViewer } from '#components/shell/viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { visible } from '#protocol/visible.ts';
import type { AgentLine } from './agent-line.ts';

/** Stops an agent at once, which any reviewer may do; only an administrator lets it go on. */
export function StopButton({ agent }: { agent: AgentLine }) {
  const { roles } = useViewer();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const reasonId = useId();
  const stopped = agent.pausedAt !== null;
  const change = useMutation({
    mutationFn: () =>
      api(`/agents/${agent.id}/${stopped ? 'resume' : 'pause'}`, {
        method: 'POST',
        body: reason.trim() ? { reason: reason.trim() } : {},
      }),
    onSuccess: () => {
      setAsking(false);
      router.refresh();
    },
  });
  const may = stopped ? roles.includes('admin') : roles.includes('reviewer') || roles.includes('admin');
  if (!may)
    return (
      <span className="justify-self-end self-start text-right text-faint text-xs">
        {stopped ? 'An administrator can resume it' : ''}
      </span>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)} className="justify-self-end self-start">
        {stopped ? (
          <Play aria-hidden className="size-4 text-add" />
        ) : (
          <OctagonPause aria-hidden className="size-4 text-del" />
        )}
        {stopped ? 'Resume…' : 'Stop…'}
        <span className="sr-only"> {visible(agent.name)}</span>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={stopped ? `Let ${visible(agent.name)} go on?` : `Stop ${visible(agent.name)} now?`}
        description={
          stopped
            ? 'It may ask again from this moment. What was revoked stays revoked.'
            : 'Everything it asks is refused at once and its unused permissions are revoked. What is already running is not undone.'
        }
      >
        <div className="flex flex-col gap-1.5">
          <label htmlFor={reasonId} className="font-medium">
            Reason <span className="font-normal text-faint">(optional)</span>
          </label>
          <TextArea id={reasonId} value={reason} onChange={setReason} maxLength={500} rows={2} />
        </div>
        {change.isError && <Notice role="alert" tone="bad" icon={CircleAlert} title={sentence(change.error)} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button
            tone={stopped ? 'approve' : 'deny'}
            aria-disabled={change.isPending}
            onClick={() => !change.isPending && change.mutate()}
          >
            {stopped ? 'Resume' : 'Stop'}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
