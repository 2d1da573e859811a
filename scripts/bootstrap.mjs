// What start, test and bench need before anything of the project can run: a recent Node and the dependencies.
// This file itself must run on any Node from 18 with nothing installed, so it imports nothing but Node.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isInstalled } from './installed.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const needed = [22, 18];
const fetched = '24.21.0';

/** Run one of the project's TypeScript files under a Node that can, with the locked dependencies in place. */
export async function runProject(file, args) {
  try {
    const node = ensureNode();
    ensureDependencies(node);
    if (node === process.execPath) {
      process.argv = [process.execPath, join(root, file), ...args];
      await import(pathToFileURL(join(root, file)).href);
    } else {
      continueWith(node, file, args);
    }
  } catch (error) {
    console.error(error instanceof Plain ? error.message : error);
    process.exit(1);
  }
}

/** A sentence for the person, without a stack. */
class Plain extends Error {}

/** The path of a Node that is new enough: this one, or one that npm brings into a folder git does not see. */
function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = join(root, '.node', 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary) && versionOf(binary) === fetched) return binary;
  console.log(
    `Node ${process.versions.node} is too old for Countersign. Fetching Node ${fetched} into .node (about 185 MB)…`,
  );
  npm(
    [
      'install',
      '--prefix',
      join(root, '.node'),
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      `${name}@${fetched}`,
    ],
    process.execPath,
  );
  if (versionOf(binary) === fetched) return binary;
  throw new Plain(
    `Node ${fetched} could not be fetched for this machine. Install Node ${needed.join('.')} or newer and start again.`,
  );
}

/** node_modules as package-lock.json says. */
function ensureDependencies(node) {
  if (isInstalled(root)) return;
  console.log('Installing dependencies…');
  npm(['ci'], node);
}

function npm(args, node) {
  const quiet = ['--no-fund', '--no-audit', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  const viaNode = cli?.endsWith('.js') && existsSync(cli);
  const [file, before] = viaNode ? [process.execPath, [cli]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const { status, error } = spawnSync(file, [...before, ...args, ...quiet], {
    cwd: root,
    stdio: 'inherit',
    env: environment(node),
    shell: process.platform === 'win32' && !viaNode,
  });
  if (error?.code === 'ENOENT')
    throw new Plain('npm was not found. It comes with Node: install Node 22.18 or newer and start again.');
  if (status !== 0)
    throw new Plain(`npm ${args[0]} did not succeed; what it said is above. Is the package registry reachable?`);
}

function environment(node) {
  const { npm_config_prefix: _, ...env } = process.env;
  return { ...env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
}

/**
 * The rest happens in a child under the other Node. Signals go on to it; and if this process is killed, the child sees
 * the channel between them close and stops what it started.
 */
function continueWith(node, file, args) {
  const child = spawn(node, [join(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment(node),
  });
  // At a terminal Ctrl-C reaches the child by itself: waiting for it is all there is to do.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function versionOf(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().slice(1) : undefined;
}
