import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackages } from './build-packages.ts';

const home = mkdtempSync(join(tmpdir(), 'countersign-consumer-'));
const installed = (name: string) => join(home, 'node_modules/@countersign', name);

beforeAll(() => buildPackages(installed), 60_000);
afterAll(() => rmSync(home, { recursive: true }));

/** What a stranger's process does with the packages, far from this repository. */
const agent = `
import { createServer } from 'node:http';
import { countersign, CountersignError } from '@countersign/sdk';
import { actionDigest } from '@countersign/protocol/action.js';

const action = {
  subject: { type: 'agent', id: 'a' }, action: { name: 'x.y' }, resource: { type: 't', id: 'r' }, context: {},
};
const id = 'req_' + '0'.repeat(26);
const form = {
  id, state: 'approved', next: 'redeem', grant: 'g', version: 1, questions: [], decisions: [],
  action, digest: await actionDigest(action),
};
const answers = {
  requests: form,
  redeem: { redemption: 'rdm_' + '0'.repeat(26), request: id, digest: form.digest },
  outcome: {},
};
const server = createServer((request, response) => {
  request.resume();
  response.end(JSON.stringify(answers[new URL(request.url, 'http://x').pathname.split('/').pop()]));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const gate = countersign({ url: 'http://127.0.0.1:' + server.address().port, key: 'k' });
const ran = await gate.guard(action, (approved) => approved.action.name);
form.state = 'approved_somehow';
const refused = await gate.guard(action, () => 'ran').catch((error) => error);
console.log(ran, refused instanceof CountersignError, refused.code);
server.closeAllConnections();
server.close();
`;

describe('what agents install', () => {
  test('it runs far from this repository, on JavaScript alone', () => {
    const script = join(home, 'agent.mjs');
    writeFileSync(script, agent);
    const said = execFileSync(process.execPath, [script], { cwd: home, encoding: 'utf8' });
    expect(said.trim()).toBe('x.y true unknown_state');
  });

  test('no file is a test, names a .ts module or anything of this workspace', () => {
    for (const name of ['protocol', 'sdk']) {
      const files = readdirSync(installed(name));
      expect(files.filter((file) => file.includes('.test.') || /(?<!\.d)\.ts$/.test(file))).toEqual([]);
      for (const file of files.filter((file) => /\.(js|d\.ts)$/.test(file))) {
        const text = readFileSync(join(installed(name), file), 'utf8');
        expect(text.match(/(?:from|import)\s*\(?\s*['"][^'"]*(\.ts['"]|#)/g), file).toBeNull();
      }
    }
  });

  test('the manifest names only what is published, and every exported file exists', () => {
    const manifest = JSON.parse(readFileSync(join(installed('sdk'), 'package.json'), 'utf8')) as Record<string, object>;
    expect(manifest).toMatchObject({
      type: 'module',
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
    });
    expect(Object.keys(manifest.dependencies!)).toEqual(['@countersign/protocol']);
    expect(readdirSync(installed('sdk'))).toEqual(expect.arrayContaining(['index.js', 'index.d.ts', 'README.md']));
    expect(readdirSync(installed('protocol'))).toEqual(
      expect.arrayContaining(['action.js', 'action.d.ts', 'NOTICE.md']),
    );
  });

  test('a strict TypeScript consumer reads the types', () => {
    const consumer = `
      import { type Action, countersign, CountersignError } from '@countersign/sdk';
      import { parseStrictJson } from '@countersign/protocol/strict-json.js';
      const gate = countersign({ url: 'https://x.example', key: 'k' });
      export const value: Promise<string> = gate.guard(parseStrictJson('{}') as unknown as Action, (a) => a.action.name);
      // @ts-expect-error there is no such code
      export const wrong = new CountersignError('approved', 'x');
    `;
    writeFileSync(join(home, 'consumer.mts'), consumer);
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom',
      '--types',
      '',
    ];
    const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
    execFileSync(process.execPath, [compiler, ...options, 'consumer.mts'], { cwd: home, stdio: 'pipe' });
  });
});
