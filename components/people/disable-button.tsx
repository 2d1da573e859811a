'use client';

import { UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { ReasonDialog } from '#components/shell/reason-dialog.tsx';
import { useViewer } from '#components/shell/viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { visible } from '#protocol/visible.ts';
import type { PersonLine } from './person-line.ts';

/** Shuts a person out at once, or lets them in again. Administrators only, and never for themselves. */
export function DisableButton({ person }: { person: PersonLine }) {
  const viewer = useViewer();
  const [asking, setAsking] = useState(false);
  const disabled = person.disabledAt !== null;
  const name = visible(person.name);
  if (person.id === viewer.personId)
    return <span className="text-faint text-xs">You. Another administrator can disable this account.</span>;
  if (!viewer.roles.includes('admin')) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        {disabled ? (
          <UserCheck aria-hidden className="size-4 text-add" />
        ) : (
          <UserX aria-hidden className="size-4 text-del" />
        )}
        {disabled ? 'Enable…' : 'Disable…'}
        <span className="sr-only"> {name}</span>
      </Button>
      {asking && (
        <ReasonDialog
          title={disabled ? `Let ${name} in again?` : `Disable ${name} now?`}
          description={
            disabled
              ? 'They can sign in from this moment, with the groups that the identity provider names then.'
              : 'Every session of theirs ends with this press, they cannot sign in, and their approvals stop counting wherever the action has not run yet. Agents they own and keys they issued go on working.'
          }
          confirm={disabled ? 'Enable' : 'Disable'}
          tone={disabled ? 'approve' : 'deny'}
          required
          path={`/people/${person.id}/${disabled ? 'enable' : 'disable'}`}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
