import { Check, Eye } from 'lucide-react';
import type { Action, CardSection } from '#protocol/wire.ts';
import { SeenSection } from '../seen.tsx';
import { bodyFor, MembersBody } from './bodies.tsx';
import { Guarded } from './guarded.tsx';

interface ActionSectionsProps {
  action: Action;
  kind: string;
  sections: readonly CardSection[];
  isSeen?: (section: string) => boolean;
}

/** The sections of an Action, one under the other, complete. */
export function ActionSections({ action, kind, sections, isSeen }: ActionSectionsProps) {
  return sections.map((section) => {
    const Body = bodyFor(kind, section.id);
    return (
      <section
        key={section.id}
        aria-label={section.title}
        data-section={section.id}
        className="border-line border-t first:border-t-0"
      >
        <SeenSection id={section.id}>
          <header data-aside="" className="flex min-h-8 items-center gap-2 px-3 pt-1.5 text-xs">
            <h4 className="font-semibold text-muted">{section.title}</h4>
            {isSeen && <SeenMark seen={isSeen(section.id)} />}
          </header>
          <Guarded fallback={<MembersBody action={action} section={section} />}>
            <Body action={action} section={section} />
          </Guarded>
        </SeenSection>
      </section>
    );
  });
}

function SeenMark({ seen }: { seen: boolean }) {
  const Icon = seen ? Check : Eye;
  return (
    <span className="ml-auto inline-flex items-center gap-1 text-faint">
      <Icon aria-hidden className="size-3" />
      {seen ? 'seen' : 'not seen yet'}
    </span>
  );
}
