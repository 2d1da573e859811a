import { commandNotes, commandOf, word } from '#lib/approvals/kinds/shell.ts';
import { Hostile } from '../text/hostile.tsx';
import { LongText } from '../text/long-text.tsx';
import type { BodyProps } from './body.ts';
import { Chip } from './chip.tsx';

/** The command: its words one by one where it is a list, the line where a shell takes it apart. */
export function CommandBody({ action }: BodyProps) {
  const command = commandOf(action);
  if (!command) return null;
  const notes = commandNotes(command);
  return (
    <div className="px-3 py-2.5">
      {notes.length > 0 && (
        <p data-aside="" className="mb-2 flex flex-wrap gap-1">
          {notes.map((note) => (
            <Chip key={note} tone="warns">
              {note}
            </Chip>
          ))}
        </p>
      )}
      {command.line !== undefined && (
        <div className="flex gap-2 font-mono">
          <Prompt />
          <div className="min-w-0 flex-1">
            <LongText text={command.line} mono />
          </div>
        </div>
      )}
      {command.argv && (
        <>
          <p data-aside="" className="flex gap-2 font-mono font-medium">
            <Prompt />
            <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
              <Hostile text={command.argv.map(word).join(' ').slice(0, 400)} />
              {command.argv.map(word).join(' ').length > 400 && ' …'}
            </span>
          </p>
          <ol className="mt-2 border-line border-t pt-2 font-mono">
            {command.argv.map((argument, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
              <li key={index} className="flex gap-3 py-px">
                <span
                  data-aside=""
                  className="w-6 shrink-0 select-none text-right text-faint text-xs leading-5 tabular-nums"
                >
                  {index}
                </span>
                <div className="min-w-0 flex-1">
                  {argument === '' ? (
                    <span data-aside="" className="font-sans text-faint italic">
                      empty
                    </span>
                  ) : (
                    <LongText text={argument} mono />
                  )}
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Prompt() {
  return (
    <span data-aside="" aria-hidden className="select-none text-faint">
      $
    </span>
  );
}
