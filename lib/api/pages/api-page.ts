import type { openApiDocument } from '../openapi.ts';
import { escaped, htmlPage } from './page.ts';

type Document = ReturnType<typeof openApiDocument>;

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
  'x-callers': string[];
  'x-roles'?: string[];
}

/** The contract to read: every operation by tag, then every shape. Made from the document that is served as JSON. */
export function apiPage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation: operation as unknown as Operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0]!);
  const tags = [...byTag].map(([tag, group]) => `<h2 id="${tag}">${escaped(tag)}</h2>\n${group.map(card).join('\n')}`);
  const shapes = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<article id="shape-${escaped(name)}"><details><summary><code>${escaped(name)}</code></summary>${json(schema)}</details></article>`,
  );
  return htmlPage(
    'API',
    `<h1>API</h1>
<p>The same as <a href="/api/v1/openapi.json">OpenAPI 3.1</a>. Keys go into <code>Authorization: Bearer</code>; refusals are
<a href="/docs/problems">problems</a>.</p>
${tags.join('\n')}
<h2 id="shapes">Shapes</h2>
${shapes.join('\n')}`,
  );
}

function card({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const who = [...operation['x-callers'], ...(operation['x-roles'] ?? []).map((role) => `role ${role}`)].join(', ');
  const parameters = (operation.parameters ?? [])
    .map(
      ({ name, in: place, required, schema }) =>
        `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td>${shape(schema)}</td></tr>`,
    )
    .join('');
  const body = operation.requestBody && Object.values(operation.requestBody.content)[0]?.schema;
  const answers = Object.entries(operation.responses)
    .map(([status, { description, content }]) => {
      const [type, media] = Object.entries(content ?? {})[0] ?? [];
      const what = type === undefined ? '' : type === 'application/json' ? shape(media?.schema) : escaped(type);
      return `<tr><td>${escaped(status)}</td><td>${escaped(description)}</td><td>${what}</td></tr>`;
    })
    .join('');
  return `<article id="${operation.operationId}">
<h3><span class="method">${method.toUpperCase()}</span> ${escaped(path)}</h3>
<p>${escaped(operation.summary)} <span class="soft">${escaped(who)}</span></p>
${parameters && `<table><tbody>${parameters}</tbody></table>`}
${body ? `<p>Body: ${shape(body)}</p>` : ''}
<table><tbody>${answers}</tbody></table>
</article>`;
}

/** A reference as a link, anything else as what it says. */
function shape(schema: unknown): string {
  const reference = (schema as { $ref?: string } | undefined)?.$ref?.split('/').at(-1);
  if (reference) return `<a href="#shape-${escaped(reference)}"><code>${escaped(reference)}</code></a>`;
  const text = JSON.stringify(schema);
  return text.length <= 120
    ? `<code>${escaped(text)}</code>`
    : `<details><summary>shape</summary>${json(schema)}</details>`;
}

function json(schema: unknown): string {
  return `<pre><code>${escaped(JSON.stringify(schema, null, 2))}</code></pre>`;
}
