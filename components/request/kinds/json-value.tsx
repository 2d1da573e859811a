import type { Json } from '#protocol/wire.ts';
import { Hostile } from '../text/hostile.tsx';
import { LongText } from '../text/long-text.tsx';

/** One value that holds no other. Text stands in faint quotes, so that "5" and 5 differ. */
export function JsonValue({ value, plain = false }: { value: Json; plain?: boolean }) {
  if (typeof value === 'string') return <JsonText text={value} />;
  if (value === null) return <span className="text-faint italic">null</span>;
  if (Array.isArray(value)) return <Empty says="empty list" sign="[]" />;
  if (typeof value === 'object') return <Empty says="empty object" sign="{}" />;
  return <span className={plain ? 'tabular-nums' : 'text-accent tabular-nums'}>{String(value)}</span>;
}

function Empty({ says, sign }: { says: string; sign: string }) {
  return (
    <span className="text-faint">
      {sign} <span data-aside="">{says}</span>
    </span>
  );
}

function JsonText({ text }: { text: string }) {
  if (text.includes('\n') || text.length > 240)
    return (
      <div className="my-0.5 border-line-strong/60 border-l-2 bg-raised/50 py-1 pl-2.5">
        <LongText text={text} lines={24} />
      </div>
    );
  return (
    <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      <Quote />
      <Hostile text={text} />
      <Quote />
    </span>
  );
}

function Quote() {
  return (
    <span data-aside="" className="select-none text-faint">
      "
    </span>
  );
}
