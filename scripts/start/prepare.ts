import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { withLock } from '#lib/db/embedded/lock.ts';
import { contentHash, unlessDone } from './content-hash.ts';
import { root } from './places.ts';
import { Plain, step } from './say.ts';

/** What the console is built from. */
const sources = ['app', 'components', 'lib', 'packages', 'public', 'docs', 'prisma/schema', 'proxy.ts'];
const settings = ['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'];

/** The database client, generated anew when the schema has changed. */
export async function generateClient(): Promise<void> {
  const stamp = join(root, 'lib', 'db', 'generated', '.schema');
  await unlessDone(stamp, contentHash(['prisma/schema', 'prisma.config.ts', 'package-lock.json']), () =>
    step('Generating the database client', () => tool('prisma', 'build/index.js', ['generate'])),
  );
}

/** The console's pages, built anew when something they are made of has changed. Two starts do not build at once. */
export async function buildConsole(): Promise<void> {
  await withLock(join(root, '.data', 'build'), async () => {
    const hash = contentHash([...sources, ...settings]);
    // Next removes the whole folder when a build begins, and the stamp with it: half a build is never taken for one.
    await unlessDone(join(root, '.next', 'countersign-sources'), hash, () =>
      step('Building the console', () => tool('next', 'dist/bin/next', ['build'])),
    );
  });
}

/** Run a dependency's program to its end. What it said is shown only when it fails. */
function tool(name: string, file: string, args: readonly string[]): Promise<void> {
  const env = {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NODE_ENV: 'production' as const,
  };
  const program = join(root, 'node_modules', name, file);
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env, maxBuffer: 64 << 20, encoding: 'utf8' } as const;
    const child = execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      process.off('exit', endToo);
      if (error) reject(new Plain(`"${name} ${args.join(' ')}" failed:\n${stdout}${stderr}`));
      else resolve();
    });
    const endToo = () => child.kill();
    process.once('exit', endToo);
  });
}
