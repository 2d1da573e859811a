'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useId, useRef, useState } from 'react';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { api } from './api.ts';
import { CallProblem } from './call-problem.tsx';

interface ReasonDialogProps {
  title: string;
  /** What will be so afterwards, and what will not. */
  description: ReactNode;
  confirm: string;
  tone: ButtonProps['tone'];
  /** Where `{reason}` goes. */
  path: string;
  required?: boolean;
  onClose: () => void;
}

/** Asks why before something is ended or begun again, does it, and has the page read anew. */
export function ReasonDialog({ title, description, confirm, tone, path, required, onClose }: ReasonDialogProps) {
  const router = useRouter();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const send = useMutation({
    mutationFn: (given: string) => api(path, { method: 'POST', body: given ? { reason: given } : {} }),
    onSuccess: () => {
      onClose();
      router.refresh();
    },
  });
  const press = () => {
    if (send.isPending) return;
    const given = reason.trim();
    if (required && !given) {
      setMissing(true);
      field.current?.focus();
    } else send.mutate(given);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          Reason <span className="font-normal text-faint">{required ? '(required)' : '(optional)'}</span>
        </label>
        <TextArea
          id={id}
          ref={field}
          value={reason}
          onChange={(next) => {
            setReason(next);
            setMissing(false);
          }}
          maxLength={500}
          rows={2}
          invalid={missing}
          describedBy={`${id}-note`}
          required={required === true}
        />
        <p
          id={`${id}-note`}
          role={missing ? 'alert' : undefined}
          className={missing ? 'text-del' : 'text-muted text-xs'}
        >
          {missing ? 'Say why; the record keeps it.' : 'The record keeps it.'}
        </p>
      </div>
      {send.isError && <CallProblem error={send.error} />}
      <div className="flex flex-wrap justify-end gap-2 border-t pt-4">
        <Button onClick={onClose} className="max-sm:flex-1">
          Cancel
        </Button>
        <Button tone={tone ?? 'plain'} aria-disabled={send.isPending} onClick={press} className="max-sm:flex-1">
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
