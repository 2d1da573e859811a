'use client';

import { KeyRound } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { ReasonDialog } from '#components/shell/reason-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Ago, TimeLeft } from '#components/ui/time.tsx';
import { useKeptFocus } from '#components/ui/use-kept-focus.ts';
import { visible } from '#protocol/visible.ts';
import { FormSection } from './form-section.tsx';
import { IssueKey } from './issue-key.tsx';
import type { KeyHolder } from './key-holder.ts';
import type { KeyLine } from './key-line.ts';

interface KeysProps {
  holder: KeyHolder;
  keys: readonly KeyLine[];
  /** Why nothing here can be changed; null when it can. */
  locked: string | null;
  children?: ReactNode;
}

const mostLive = 2;

/** The API keys of an agent or executor: what is known of each, and for administrators issuing and revoking. */
export function Keys({ holder, keys, locked, children }: KeysProps) {
  const place = useRef<HTMLElement>(null);
  const [issuing, setIssuing] = useState(false);
  const live = keys.filter(({ standing }) => standing === 'live').length;
  useKeptFocus(place, keys.map(({ id, standing }) => `${id} ${standing}`).join());
  return (
    <FormSection
      ref={place}
      title="Keys"
      words="A key is shown once, when it is issued; only a hash is kept. Two may be in use at a time, so that a new one can be rolled in before the old one is revoked."
    >
      <div className="flex flex-col gap-3">
        {keys.length === 0 ? (
          <p className="flex items-center gap-2 rounded-md bg-raised px-3 py-3 text-muted">
            <KeyRound aria-hidden className="size-4 shrink-0" /> {visible(holder.name)} has no key yet, so it cannot
            call.
          </p>
        ) : (
          <ul className="divide-y rounded-md border">
            {keys.map((key) => (
              <KeyRow key={key.id} line={key} holder={holder} locked={locked !== null} />
            ))}
          </ul>
        )}
        {locked ? (
          <p className="text-muted">{locked}</p>
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <Button
              tone={live === 0 ? 'accent' : 'plain'}
              aria-disabled={live >= mostLive}
              onClick={() => live < mostLive && setIssuing(true)}
            >
              <KeyRound aria-hidden className="size-4" /> Issue key…
            </Button>
            {live >= mostLive && <p className="text-muted">Two keys are in use. Revoke one before issuing another.</p>}
          </div>
        )}
      </div>
      {children}
      {issuing && <IssueKey holder={holder} onClose={() => setIssuing(false)} />}
    </FormSection>
  );
}

function KeyRow({ line, holder, locked }: { line: KeyLine; holder: KeyHolder; locked: boolean }) {
  const [revoking, setRevoking] = useState(false);
  const isLive = line.standing === 'live';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <code className={cn('min-w-0 break-all text-xs', !isLive && 'text-muted line-through')}>{line.prefix}_…</code>
          {!isLive && <span className="font-medium text-state-expired text-xs">{line.standing}</span>}
        </p>
        <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-xs">
          <Fact name="Issued">
            <Ago at={line.createdAt} /> by {visible(line.createdBy)}
          </Fact>
          <Fact name="Last used">{line.lastUsedAt ? <Ago at={line.lastUsedAt} /> : 'never'}</Fact>
          {isLive && (
            <Fact name="Expires">
              <TimeLeft until={line.expiresAt} plain />
            </Fact>
          )}
        </dl>
      </div>
      {isLive && !locked && (
        <Button size="small" onClick={() => setRevoking(true)}>
          Revoke…<span className="sr-only"> key {line.prefix}</span>
        </Button>
      )}
      {revoking && (
        <ReasonDialog
          title="Revoke this key?"
          description={
            <>
              <code className="break-all text-xs">{line.prefix}_…</code> opens nothing from that moment, for good.
              {holder.kind === 'agent' &&
                ' Permissions that the agent was given and has not used are revoked as well, since whoever had the key could read them.'}
            </>
          }
          confirm="Revoke key"
          tone="deny"
          path={`/credentials/${line.id}/revoke`}
          onClose={() => setRevoking(false)}
        />
      )}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
