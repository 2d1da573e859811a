import {
  type Attribute,
  type Change,
  type ResourceChange,
  saidByAttributes,
} from '#lib/approvals/kinds/plan/terraform.ts';
import { namesOf, uncovered, valueAt } from '#lib/approvals/kinds/pointers.ts';
import { counted } from '#lib/approvals/kinds/sentence.ts';
import type { Json } from '#protocol/wire.ts';
import { Fold } from '../fold.tsx';
import { Hostile } from '../text/hostile.tsx';
import { Chip } from './chip.tsx';
import { JsonTree } from './json-tree.tsx';
import { JsonValue } from './json-value.tsx';

export const changeWords: Record<Change, { sign: string; word: string; tone: string }> = {
  delete: { sign: '−', word: 'destroy', tone: 'bg-del-soft text-del' },
  replace: { sign: '±', word: 'replace', tone: 'bg-risk-high-soft text-risk-high' },
  create: { sign: '+', word: 'create', tone: 'bg-add-soft text-add' },
  update: { sign: '~', word: 'change', tone: 'bg-risk-elevated-soft text-risk-elevated' },
  read: { sign: '→', word: 'read', tone: 'bg-raised text-muted' },
  forget: { sign: '○', word: 'forget', tone: 'bg-raised text-muted' },
  'no-op': { sign: '=', word: 'leave as it is', tone: 'bg-raised text-muted' },
  other: { sign: '?', word: 'unknown', tone: 'bg-risk-high-soft text-risk-high' },
};

/** One resource of a plan: what happens to it and which attributes change; the unchanged ones and the rest of its entry fold. */
export function ResourceBlock({
  resource: { address, type, change, attributes, entry },
}: {
  resource: ResourceChange;
}) {
  const words = changeWords[change];
  const changed = attributes.filter(({ kind }) => kind !== 'same');
  const same = attributes.filter(({ kind }) => kind === 'same');
  const rest = uncovered(entry, saidByAttributes(entry));
  const branches = rest.map((pointer) => ({
    names: namesOf(pointer),
    pointer,
    value: valueAt(entry, pointer) as Json,
  }));
  const hides = [
    same.length > 0 && counted(same.length, 'unchanged attribute'),
    rest.length > 0 && counted(rest.length, 'other member'),
  ];
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 px-3 py-2">
        <span
          data-aside=""
          className={`inline-flex items-center gap-1 self-center rounded-sm px-1.5 py-0.5 font-medium text-xs ${words.tone}`}
        >
          <span className="font-mono font-semibold">{words.sign}</span>
          {words.word}
        </span>
        <span className="min-w-0 font-medium font-mono [overflow-wrap:anywhere]">
          <Hostile text={address} />
        </span>
        <span className="text-faint text-xs">
          <Hostile text={type} />
        </span>
      </div>
      {changed.length > 0 && <Attributes attributes={changed} />}
      {(same.length > 0 || rest.length > 0) && (
        <Fold says={hides.filter(Boolean).join(', ')} quiet>
          {same.length > 0 && <Attributes attributes={same} />}
          <div className="px-3 py-2">
            <JsonTree branches={branches} />
          </div>
        </Fold>
      )}
    </li>
  );
}

const signs: Record<Attribute['kind'], [sign: string, word: string, tone: string]> = {
  added: ['+', 'added', 'text-add'],
  removed: ['−', 'removed', 'text-del'],
  changed: ['~', 'changed', 'text-risk-elevated'],
  unknown: ['?', 'known after apply', 'text-muted'],
  same: [' ', 'unchanged', 'text-faint'],
};

function Attributes({ attributes }: { attributes: readonly Attribute[] }) {
  return (
    <dl className="pb-2 font-mono">
      {attributes.map(({ path, kind, before, after, forces }, index) => {
        const [sign, word, tone] = signs[kind];
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: an attribute is its place
            key={index}
            className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 px-3 py-0.5 sm:grid-cols-[1rem_minmax(8rem,16rem)_minmax(0,1fr)] sm:pl-5"
          >
            <dt className="contents">
              <span data-aside="" className={`select-none text-center font-semibold ${tone}`}>
                <span aria-hidden>{sign}</span>
                <span className="sr-only">{word}</span>
              </span>
              <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
                <Hostile text={path} />
              </span>
            </dt>
            <dd className="col-start-2 flex min-w-0 flex-wrap items-baseline gap-x-2 sm:col-start-3">
              {before !== undefined && (
                <span className={kind === 'same' ? 'text-muted' : 'text-del'}>
                  <JsonValue value={before} plain />
                </span>
              )}
              {kind !== 'same' && before !== undefined && (after !== undefined || kind === 'unknown') && (
                <span data-aside="" className="text-faint">
                  →
                </span>
              )}
              {after !== undefined && kind !== 'same' && (
                <span className="text-add">
                  <JsonValue value={after} plain />
                </span>
              )}
              {kind === 'unknown' && (
                <span data-aside="" className="font-sans text-muted italic">
                  known after apply
                </span>
              )}
              {forces && (
                <span data-aside="">
                  <Chip tone="warns">forces replacement</Chip>
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
