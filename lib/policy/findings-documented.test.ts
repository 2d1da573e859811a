import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every finding an author can meet is explained in docs/policy.md', () => {
  const folders = ['./', './condition/'].map((folder) => new URL(folder, import.meta.url));
  const source = folders
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
        .map((name) => readFileSync(new URL(name, folder), 'utf8')),
    )
    .join('\n');
  const calls =
    /(?:findings\.(?:error|warn)\([^;]*?|new ConditionError\(\s*|refuse\((?:at, [\w.]+, )?|warn\(\s*|code: )'([a-z]+(?:_[a-z]+)+)'/g;
  const runtime = new Set(['missing_fact', 'over_limit', 'out_of_time', 'invalid_field', 'no_such_key']);
  const codes = new Set(
    [...source.matchAll(calls)].map((match) => match[1] as string).filter((code) => !runtime.has(code)),
  );
  const documented = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
  expect(codes.size).toBeGreaterThan(25);
  expect([...codes].filter((code) => !documented.includes(`\`${code}\``))).toEqual([]);
});
