/** The document exactly as its author wrote it, with line numbers to talk about. */
export function DocumentText({ text }: { text: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <section aria-labelledby="document" className="xl:sticky xl:top-0 xl:flex xl:h-dvh xl:flex-col">
      <h2 id="document" className="border-b px-5 py-3 font-semibold">
        Document
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <pre tabIndex={0} className="min-h-0 flex-1 overflow-auto py-3 text-xs leading-5">
        <code className="grid w-max min-w-full grid-cols-[auto_1fr]">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={index} className="contents">
              <span
                aria-hidden
                className="sticky left-0 select-none bg-surface pr-3 pl-5 text-right text-faint tabular-nums"
              >
                {index + 1}
              </span>
              <span className="pr-5">{`${line}\n`}</span>
            </span>
          ))}
        </code>
      </pre>
    </section>
  );
}
