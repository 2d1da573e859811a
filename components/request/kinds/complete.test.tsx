import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { anyAction } from '#lib/approvals/kinds/arbitrary-action.ts';
import { leavesOf } from '#lib/approvals/kinds/pointers.ts';
import { kindOf } from '#lib/approvals/kinds/registry.ts';
import { canonicalAction } from '#protocol/action.ts';
import { visible } from '#protocol/visible.ts';
import type { Action, Json } from '#protocol/wire.ts';
import corpus from '../../../packages/protocol/vectors/hostile.json' with { type: 'json' };
import { ActionSections } from './action-sections.tsx';
import { CanonicalJson } from './canonical-json.tsx';
import { shownText } from './shown-text.ts';

function markupOf(action: Action): string {
  const kind = kindOf(action);
  return renderToStaticMarkup(<ActionSections action={action} kind={kind.kind} sections={kind.sections(action)} />);
}

const rendered = (action: Action) => shownText(markupOf(action));

/** The ways in which a value may stand on the screen: as its text, or as JSON writes it. */
function waysToShow(value: Json): string[] {
  if (typeof value === 'string') return [visible(value), visible(JSON.stringify(value))];
  return [JSON.stringify(value)];
}

function missing(action: Action, text: string): string[] {
  const flat = text.replace(/\s+/g, '');
  return leavesOf(action as unknown as Json)
    .filter(
      ({ value }) => !waysToShow(value).some((way) => text.includes(way) || flat.includes(way.replace(/\s+/g, ''))),
    )
    .map(({ pointer }) => pointer);
}

function namesIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

describe('what is rendered of an action', () => {
  test('C10 C12: every value of any action stands in the rendered page, whatever its kind and however hostile', () => {
    fc.assert(
      fc.property(anyAction, (action) => {
        expect(missing(action, rendered(action))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test('C12: names that a caller chose, of variables, headers and members, are on the page as well', () => {
    fc.assert(
      fc.property(anyAction, (action) => {
        const text = rendered(action);
        for (const name of namesIn(action.context)) expect(text).toContain(visible(name));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test('C12: environment, arguments, working directory and standard input of a command are shown', () => {
    const action: Action = {
      subject: { type: 'user', id: 'ann' },
      action: {
        name: 'shell.run',
        properties: {
          argv: ['tar', '-C', '/srv/a b'],
          env: { LD_PRELOAD: '/tmp/x.so' },
          cwd: '/root',
          stdin: 'y\ny\n',
          'odd~/name': 1,
        },
      },
      resource: { type: 'host', id: 'web-1' },
      context: { nonce: 'abc' },
    };
    const text = rendered(action);
    for (const part of ['tar', '-C', '/srv/a b', 'LD_PRELOAD', '/tmp/x.so', '/root', 'odd~/name', 'nonce', 'abc'])
      expect(text).toContain(part);
  });

  test('C9: every text of the hostile corpus is literal text wherever it stands, complete and without a tag of its own', () => {
    const places = { 'sql.execute': 'statement', 'shell.run': 'command', 'x.y': 'note', 'http.send': 'body' };
    for (const { name, text } of corpus as { name: string; text: string }[]) {
      for (const [actionName, member] of Object.entries(places)) {
        const action: Action = {
          subject: { type: 'user', id: 'ann' },
          action: { name: actionName, properties: { [member]: text, url: 'https://a.example/' } },
          resource: { type: 'host', id: text.slice(0, 200) || 'x' },
          context: {},
        };
        const markup = markupOf(action);
        expect.soft(missing(action, shownText(markup)), `${name} in ${actionName}`).toEqual([]);
        expect.soft(markup, name).not.toMatch(/<(script|img|iframe|a)[\s>]/i);
      }
    }
  });

  test('C8: the JSON tab is the canonical text, character for character but for white space between its parts', () => {
    fc.assert(
      fc.property(anyAction, (action) => {
        const canonical = canonicalAction(action);
        const text = shownText(renderToStaticMarkup(<CanonicalJson canonical={canonical} />));
        expect(text.replace(/\s+/g, '')).toBe(visible(canonical).replace(/\s+/g, ''));
      }),
      { numRuns: 100 },
    );
  });
});
