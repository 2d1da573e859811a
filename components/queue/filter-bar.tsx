'use client';

import { Search, SlidersHorizontal, X } from 'lucide-react';
import { type Ref, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { type FilterName, type Filters, filterNames } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
  /** Which filters this list offers besides the words. */
  offer: readonly FilterName[];
  searchRef?: Ref<HTMLInputElement>;
}

const names: Record<FilterName, string> = {
  q: 'Words',
  state: 'State',
  risk: 'Risk',
  environment: 'Environment',
  agent: 'Agent',
  subject: 'On behalf of',
  action: 'Action',
  resource: 'Resource',
  from: 'From',
  to: 'Until',
};
const choices: Partial<Record<FilterName, readonly string[]>> = {
  risk: ['critical', 'high', 'elevated', 'low'],
  state: [
    'pending',
    'blocked',
    'approved',
    'denied',
    'expired',
    'cancelled',
    'redeemed',
    'succeeded',
    'failed',
    'outcome_unknown',
    'revoked',
  ],
};

/** Words to look for, and the finer filters behind a button. Every one of them is in the address bar. */
export function FilterBar({ filters, onChange, offer, searchRef }: FilterBarProps) {
  const active = filterNames.filter((name) => name !== 'q' && filters[name]);
  const [open, setOpen] = useState(false);
  const set = (name: FilterName, value: string) => {
    const { [name]: _, ...rest } = filters;
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Words value={filters.q ?? ''} onChange={(words) => set('q', words)} searchRef={searchRef} />
        <Button tone={active.length > 0 ? 'plain' : 'quiet'} aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden className="size-4" /> <span className="max-sm:sr-only">Filters</span>
          {active.length > 0 && <span className="font-semibold text-accent tabular-nums">{active.length}</span>}
        </Button>
      </div>
      {open && (
        <div className="@container">
          <div className="grid @2xl:grid-cols-4 @md:grid-cols-3 grid-cols-2 gap-2 rounded-md border bg-surface p-3">
            {offer.map((name) => (
              <OneFilter key={name} name={name} value={filters[name] ?? ''} onChange={(value) => set(name, value)} />
            ))}
          </div>
        </div>
      )}
      {active.length > 0 && (
        <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5">
          {active.map((name) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => set(name, '')}
                aria-label={`Remove filter ${names[name]} ${filters[name]}`}
                className="inline-flex min-h-6 items-center gap-1 rounded-sm bg-accent-soft px-1.5 text-xs hover:bg-raised"
              >
                <span className="text-muted">{names[name]}</span> {filters[name]} <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
          <li>
            <Button size="small" tone="quiet" onClick={() => onChange(filters.q ? { q: filters.q } : {})}>
              Clear
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}

const fieldStyle =
  'h-8 w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-2 max-sm:h-10 max-sm:text-[1rem]';

/** Typing is collected for a moment, so that a word is one question to the server and not six. */
function Words({
  value,
  onChange,
  searchRef,
}: {
  value: string;
  onChange: (words: string) => void;
  searchRef: Ref<HTMLInputElement> | undefined;
}) {
  const [words, setWords] = useState(value);
  const field = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    // While somebody types, the address is behind the field: what it says would take back their latest letters.
    if (!field.current?.contains(document.activeElement)) setWords(value);
  }, [value]);
  useEffect(() => {
    if (words === value) return;
    const timer = setTimeout(() => onChange(words), 250);
    return () => clearTimeout(timer);
  });
  return (
    <label ref={field} className="relative min-w-0 flex-1">
      <span className="sr-only">Look for agent, action or resource</span>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={searchRef}
        type="search"
        value={words}
        aria-keyshortcuts="/"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          // Back to the rows with the words kept: by itself a search field empties itself on Escape.
          event.preventDefault();
          event.currentTarget.blur();
        }}
        placeholder="Agent, action, resource"
        className={cn(fieldStyle, 'pr-8 pl-8 placeholder:text-faint')}
      />
      <Kbd className="absolute top-1/2 right-2 -translate-y-1/2 text-faint">/</Kbd>
    </label>
  );
}

function OneFilter({ name, value, onChange }: { name: FilterName; value: string; onChange: (value: string) => void }) {
  const id = useId();
  const options = choices[name];
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-faint text-xs">
        {names[name]}
      </label>
      {options ? (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={fieldStyle}>
          <option value="">any</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {option.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => text !== value && onChange(text.trim())}
          onKeyDown={(event) => event.key === 'Enter' && onChange(text.trim())}
          className={fieldStyle}
        />
      )}
    </div>
  );
}
