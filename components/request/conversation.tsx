'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, sentence } from '#components/shell/api.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import type { RequestForm } from '#protocol/wire.ts';

/** What reviewers asked and the agent answered. */
export function Questions({ request }: { request: RequestForm }) {
  return (
    <ul className="flex flex-col gap-4">
      {request.questions.map((question) => (
        <li key={question.id} className="flex flex-col gap-2">
          <Words who="A reviewer asked" at={question.asked_at} kind="person" text={question.text} />
          {question.answer ? (
            <Words
              who={`${request.agent.name} answered`}
              at={question.answer.at}
              kind="agent"
              text={question.answer.text}
            />
          ) : (
            <p className="pl-8 text-muted">
              {request.state === 'pending' ? 'The agent has not answered yet.' : 'The agent never answered.'}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Words({ who, at, kind, text }: { who: string; at: string; kind: 'person' | 'agent'; text: string }) {
  return (
    <div className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2">
      <Avatar name={kind === 'person' ? '?' : who} kind={kind} />
      <div className="min-w-0">
        <p className="flex min-h-6 items-center gap-2 text-faint text-xs">
          {visible(who)} <Ago at={at} />
          {kind === 'agent' && <span>· supplied by the agent, not checked</span>}
        </p>
        <p className="whitespace-pre-wrap break-words rounded-md bg-raised px-3 py-2">{visible(text)}</p>
      </div>
    </div>
  );
}

/** A remark for the record. It decides nothing and the agent does not wait for it. */
export function Comment({ requestId }: { requestId: string }) {
  const id = useId();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () => api(`/requests/${requestId}/comments`, { method: 'POST', body: { text: text.trim() } }),
    onSuccess: () => {
      setText('');
      return queries.invalidateQueries({ queryKey: ['request', requestId] });
    },
  });
  return (
    <form
      className="mt-4 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !send.isPending) send.mutate();
      }}
    >
      <label htmlFor={id} className="text-muted text-xs">
        Add a comment to the record
      </label>
      <TextArea id={id} value={text} onChange={setText} maxLength={2000} rows={2} />
      {send.isError && (
        <p role="alert" className="text-del">
          {sentence(send.error)} Your text is still here.
        </p>
      )}
      {text.trim() && (
        <Button type="submit" className="self-start" aria-disabled={send.isPending}>
          {send.isPending ? 'Adding…' : 'Add comment'}
        </Button>
      )}
    </form>
  );
}
