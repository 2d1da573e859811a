'use client';

import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { api } from '#components/shell/api.ts';
import { CallProblem } from '#components/shell/call-problem.tsx';
import { useViewer } from '#components/shell/viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { controlClass, Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { visible } from '#protocol/visible.ts';
import type { KeyHolder } from './key-holder.ts';
import { ShownOnce } from './shown-once.tsx';

const lifetimes = [7, 30, 90, 180, 365];

interface Issued {
  key: string;
}

/**
 * Issues a key and shows it, once.
 *
 * The key lives in this dialog alone and goes with it; while it is shown, neither Escape nor a press beside the dialog
 * closes it, because there is no second look.
 */
export function IssueKey({ holder, onClose }: { holder: KeyHolder; onClose: () => void }) {
  const viewer = useViewer();
  const router = useRouter();
  const id = useId();
  const [days, setDays] = useState(90);
  const issue = useMutation({
    mutationFn: () =>
      api<Issued>(`/${holder.kind}s/${holder.id}/credentials`, { method: 'POST', body: { expires_in_days: days } }),
    gcTime: 0,
    onSuccess: () => router.refresh(),
  });
  const key = issue.data?.key;
  const name = visible(holder.name);
  if (key)
    return (
      <Dialog open onOpenChange={() => {}} title={`The new key of ${name}`}>
        <ShownOnce apiKey={key} name={name} onClose={onClose} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Issue a key to ${name}?`}
      description="It is shown once, right after this. Have the place ready where it will be kept."
    >
      {holder.kind === 'agent' && (
        <Notice tone="warn" icon={TriangleAlert} title={`You, ${visible(viewer.name)}, become its key’s issuer.`}>
          Whoever issued an agent’s key can never approve what that agent asks for.
        </Notice>
      )}
      <Field id={id} label="It expires after" required>
        {(control) => (
          <select
            {...control}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
            className={controlClass}
          >
            {lifetimes.map((lifetime) => (
              <option key={lifetime} value={lifetime}>
                {lifetime} days
              </option>
            ))}
          </select>
        )}
      </Field>
      {issue.isError && <CallProblem error={issue.error} />}
      <div className="flex flex-wrap justify-end gap-2 border-t pt-4">
        <Button onClick={onClose} className="max-sm:flex-1">
          Cancel
        </Button>
        <Button
          tone="accent"
          aria-disabled={issue.isPending}
          onClick={() => !issue.isPending && issue.mutate()}
          className="max-sm:flex-1"
        >
          {issue.isPending ? 'Issuing…' : 'Issue key'}
        </Button>
      </div>
    </Dialog>
  );
}
