import { UserX } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Ago } from '#components/ui/time.tsx';
import { visible } from '#protocol/visible.ts';
import { DisableButton } from './disable-button.tsx';
import type { PersonLine } from './person-line.ts';

const roleNames: Record<PersonLine['roles'][number], string> = {
  reviewer: 'Reviewer',
  auditor: 'Auditor',
  author: 'Policy author',
  admin: 'Administrator',
};

/** Who may enter: one line a person, with their groups, what these permit, and the way to shut them out. */
export function PeopleList({ people }: { people: readonly PersonLine[] }) {
  return (
    <ul className="border-y bg-surface">
      {people.map((person) => (
        <li
          key={person.id}
          className="grid grid-cols-2 gap-x-4 gap-y-3 border-b px-5 py-4 last:border-b-0 lg:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)_9rem] lg:px-8"
        >
          <div className="col-span-2 flex min-w-0 gap-3 lg:col-span-1">
            <Avatar name={person.name} kind="person" className="size-8" />
            <div className="min-w-0">
              <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-semibold text-base">{visible(person.name)}</span>
                {person.disabledAt && (
                  <span className="inline-flex items-center gap-1 rounded-sm bg-state-denied-soft px-1.5 py-0.5 font-medium text-state-denied text-xs">
                    <UserX aria-hidden className="size-3.5" /> Disabled <Ago at={person.disabledAt} />
                  </span>
                )}
              </h2>
              <p className="break-all text-muted">{visible(person.email)}</p>
              <CopyId value={person.id} name="person id" />
            </div>
          </div>
          <dl className="min-w-0 text-xs">
            <dt className="text-faint">Groups</dt>
            <dd className="break-words font-mono">{person.groups.map(visible).join(', ') || 'none'}</dd>
            {person.groupsReadAt && (
              <dd className="text-faint">
                read <Ago at={person.groupsReadAt} />
              </dd>
            )}
          </dl>
          <dl className="min-w-0 text-xs">
            <dt className="text-faint">Roles</dt>
            <dd className="text-sm">
              {person.roles.map((role) => roleNames[role]).join(', ') ||
                (person.disabledAt ? 'none while disabled' : 'none')}
            </dd>
            <dt className="mt-1.5 text-faint">Last sign-in</dt>
            <dd className="text-sm">{person.signedInAt ? <Ago at={person.signedInAt} /> : 'never'}</dd>
          </dl>
          <div className="col-span-2 lg:col-span-1 lg:justify-self-end lg:text-right">
            <DisableButton person={person} />
          </div>
        </li>
      ))}
    </ul>
  );
}
