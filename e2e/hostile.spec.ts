import { readFileSync } from 'node:fs';
import { visible } from '#protocol/visible.ts';
import { demo } from './kit/demo.ts';
import { bar, open, readAll } from './kit/review.ts';
import { expect, type Page, test } from './kit/story.ts';

interface Specimen {
  name: string;
  text: string;
}

const corpus = JSON.parse(readFileSync('packages/protocol/vectors/hostile.json', 'utf8')) as Specimen[];

/** What would run, load or navigate if any of it were taken for markup. */
const markup = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '</script><script>window.pwned=1</script>',
  '"><svg onload=window.pwned=1>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<form action="/api/v1/requests"><button autofocus onfocus=window.pwned=1>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<style>@import "https://evil.example/x.css"</style>',
  '{{constructor.constructor("window.pwned=1")()}}',
];

/** What intake lets in at all: half a surrogate pair and U+0000 are refused before anybody sees them (C8). */
const admitted = corpus.map(({ text }) => text).filter((text) => text.isWellFormed() && !text.includes('\0'));
const texts = [...markup, ...admitted.filter((text) => text.length <= 400)];

test('C9, I8: nothing an agent writes, in its reason, its evidence or its action, runs, loads or hides anything', async ({
  as,
  agent,
}) => {
  const harm: string[] = [];
  const dana = await as('dana');
  watch(dana, harm);
  for (const some of inPieces(texts, 3500)) {
    const { id } = await agent.ask(
      {
        name: 'note.write',
        properties: Object.fromEntries(some.map((text, index) => [`text ${index}`, text])),
        resource: { type: 'note', id: some[0]! },
        context: { said: some.join('\n') },
      },
      {
        reason: some.join('\n'),
        model: { name: some[0]!.slice(0, 100) },
        evidence: {
          plan: some.join('\n'),
          links: [{ title: some[0]!.slice(0, 100), url: 'https://countersign.example@evil.example/requests' }],
          trace: some.slice(0, 10).map((text) => ({ at: '2026-11-21T09:00:00Z', kind: 'tool', summary: text })),
        },
      },
    );
    await open(dana, id);
    await readAll(dana);
    const said = await lettersIn(dana, 'What the agent says');
    const acted = await lettersIn(dana, 'The exact action');
    for (const text of some) {
      expect.soft(said, `its words: ${text}`).toContain(letters(visible(text)));
      expect.soft(acted, `its action: ${text}`).toContain(letters(visible(text)));
    }
    await expect(dana.getByRole('region', { name: 'What the agent says' }).getByRole('link')).toHaveCount(0);
    await bar(dana).getByRole('button', { name: /^Deny/ }).click();
    await expect(dana.getByRole('dialog').getByRole('textbox')).toBeVisible();
    await dana.goto(`/?agent=${agent.name}`);
    await expect(dana.getByRole('tabpanel').getByRole('link').first()).toBeVisible();
    await agent.gate.cancel(id, 'Seen.');
  }
  expect(await dana.evaluate(() => 'pwned' in window)).toBe(false);
  expect(harm).toEqual([]);
});

/** Note whatever goes beyond drawing text: scripts that speak, calls to elsewhere, what the content policy had to stop. */
function watch(page: Page, harm: string[]): void {
  page.on('dialog', (dialog) => {
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(demo().baseUrl)) harm.push(`request: ${request.url()}`);
  });
  page.on('pageerror', (error) => harm.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') harm.push(`console: ${message.text()}`);
  });
}

/** All text of a part of the page, without white space, our marks and buttons, which stand between the letters. */
async function lettersIn(page: Page, name: string): Promise<string> {
  const text = await page.getByRole('region', { name }).evaluate((region) => {
    const copy = region.cloneNode(true) as HTMLElement;
    for (const ours of copy.querySelectorAll('[data-aside],button')) ours.remove();
    return copy.textContent ?? '';
  });
  return letters(text);
}

function letters(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The texts in order, in lists that each fit into one field. */
function inPieces(all: readonly string[], size: number): string[][] {
  const pieces: string[][] = [[]];
  let length = 0;
  for (const text of all) {
    if (length + text.length + 1 > size) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)!.push(text);
    length += text.length + 1;
  }
  return pieces;
}
