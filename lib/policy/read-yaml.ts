import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Json } from '#protocol/wire.ts';
import type { PolicyProblem } from './problem.ts';

export type PathStep = string | number;

/** Where something stands: the value at `path`, or `offset` characters into it. */
export type Locate = (path: readonly PathStep[], offset?: number) => { line: number; column: number };

export type YamlResult = { ok: true; value: Json; locate: Locate } | { ok: false; problems: PolicyProblem[] };

const largest = 256 * 1024;

/**
 * Read the document's YAML (1.2, core schema) as plain JSON, together with where everything stands.
 *
 * Aliases, anchors, tags, duplicate keys and keys that are not text are refused, and a warning is an error: every
 * other tool has to read the same document. The author controls this text.
 */
export function readYaml(text: string): YamlResult {
  if (Buffer.byteLength(text) > largest)
    return { ok: false, problems: [{ code: 'too_large', detail: 'A policy document has at most 256 KB.' }] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: PolicyProblem[] = [...document.errors, ...document.warnings].map((finding) => ({
    ...place(finding.pos[0]),
    code:
      finding.code === 'DUPLICATE_KEY'
        ? 'yaml_duplicate_key'
        : finding.code.startsWith('TAG')
          ? 'yaml_tag'
          : 'yaml_invalid',
    detail: sentence(finding.message),
  }));
  const refuse = (node: Node, code: string, detail: string) =>
    problems.push({ ...place(node.range?.[0] ?? 0), code, detail });
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) refuse(node, 'yaml_alias', 'Aliases are not allowed: write it out.');
      else if ('anchor' in node && node.anchor) refuse(node, 'yaml_alias', 'Anchors are not allowed: write it out.');
      if (node.tag && hasExplicitTag(text, node)) refuse(node, 'yaml_tag', 'Tags are not allowed.');
    },
    Pair(_key, pair) {
      const key = pair.key;
      if (!isScalar(key) || typeof key.value !== 'string')
        refuse((key ?? pair.value) as Node, 'yaml_key', 'Keys are text; put this one in quotes.');
      else if (key.value === '__proto__') refuse(key, 'yaml_key', 'This key is not allowed.');
    },
  });
  if (problems.length > 0) return { ok: false, problems };
  if (!isMap(document.contents))
    return {
      ok: false,
      problems: [{ line: 1, column: 1, code: 'yaml_invalid', detail: 'A policy document is a map.' }],
    };

  const locate: Locate = (path, offset = 0) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return place(node.range[0] + (length === path.length ? within(text, node, offset) : 0));
    }
    return { line: 1, column: 1 };
  };
  return { ok: true, value: document.toJS({ maxAliasCount: 0 }) as Json, locate };
}

/** The library resolves a tag for every node; only one that is written counts. */
function hasExplicitTag(text: string, node: Node): boolean {
  const start = node.range?.[0] ?? 0;
  const before = text.slice(Math.max(0, start - 200), start);
  return text[start] === '!' || /(^|[\s,[{:-])!\S*\s*$/.test(before);
}

/** Characters into a one-line scalar, where source and value run side by side; elsewhere its beginning. */
function within(text: string, node: Node, offset: number): number {
  if (!isScalar(node) || offset === 0) return 0;
  const [start, end] = node.range!;
  if (text.slice(start, end).includes('\n')) return 0;
  if (node.type === 'PLAIN') return offset;
  if (node.type !== 'QUOTE_SINGLE') return 0;
  let at = start + 1;
  for (let passed = 0; passed < offset && at < end; passed++) at += text.startsWith("''", at) ? 2 : 1;
  return at - start;
}

const sentence = (message: string) => `${message.split('\n')[0]!.replace(/[.\s]+$/, '')}.`;
