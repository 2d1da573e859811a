'use client';

import type { ReactNode } from 'react';
import { controlClass, Field } from '#components/ui/field.tsx';
import { visible } from '#protocol/visible.ts';

/** Somebody who may answer for an agent or executor: known here and not disabled. */
export interface PossibleOwner {
  id: string;
  name: string;
  email: string;
}

interface OwnerFieldProps {
  id: string;
  value: string;
  onChange: (personId: string) => void;
  owners: readonly PossibleOwner[];
  problem?: string | undefined;
  hint: ReactNode;
}

/** Which person answers for it. Somebody who may no longer be chosen stays shown until another one is. */
export function OwnerField({ id, value, onChange, owners, problem, hint }: OwnerFieldProps) {
  const gone = value !== '' && !owners.some((owner) => owner.id === value);
  return (
    <Field id={id} label="Owner" required hint={hint} problem={problem}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)} className={controlClass}>
          <option value="">Choose a person…</option>
          {gone && <option value={value}>The present owner, who is disabled</option>}
          {owners.map((owner) => (
            <option key={owner.id} value={owner.id}>
              {visible(owner.name)} ({visible(owner.email)})
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
