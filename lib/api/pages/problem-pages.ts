import type { ProblemCode } from '../../errors/refusal.ts';
import { problemKinds } from '../problems.ts';
import { escaped, htmlPage, prose } from './page.ts';
import { problemHelp } from './problem-help.ts';

const codes = Object.keys(problemKinds) as ProblemCode[];

/** What one code means: the page that a problem's `type` leads to. */
export function problemPage(code: ProblemCode): string {
  const { status, title } = problemKinds[code];
  const { when, remedy } = problemHelp[code];
  return htmlPage(
    title,
    `<h1>${escaped(title)}</h1>
<p class="soft"><code>${code}</code> · HTTP ${status}</p>
<h2>When</h2><p>${prose(when)}</p>
<h2>What to do</h2><p>${prose(remedy)}</p>`,
  );
}

/** All of them, by status. */
export function problemsPage(): string {
  const rows = codes
    .map((code) => {
      const { status, title } = problemKinds[code];
      return `<tr><td>${status}</td><td><a href="/docs/problems/${code}"><code>${code}</code></a></td><td>${escaped(title)}</td></tr>`;
    })
    .join('\n');
  return htmlPage(
    'Problems',
    `<h1>Problems</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457). <code>code</code> is the member to switch on.</p>
<table><thead><tr><th>Status</th><th>Code</th><th>What is so</th></tr></thead><tbody>
${rows}
</tbody></table>`,
  );
}

/** The same as Markdown, for docs/problems.md. */
export function problemsMarkdown(): string {
  const sections = codes.map((code) => {
    const { status, title } = problemKinds[code];
    const { when, remedy } = problemHelp[code];
    return `## ${code}\n\n${status} · ${title}\n\n${when}\n\n**What to do:** ${remedy}\n`;
  });
  const opening =
    '# Problems\n\nEvery refusal is `application/problem+json` (RFC 9457). `code` is the member to switch on; this list is ' +
    'closed, and grows only under an existing status. Made from `lib/api/pages/problem-help.ts`.\n';
  return [opening, ...sections].join('\n');
}
