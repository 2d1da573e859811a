#!/usr/bin/env node
/**
 * Prisma's schema engine without a download: the engine's WebAssembly build from npm behind the protocol that Prisma's
 * command line speaks to its native one (a few one-off commands, and JSON-RPC lines on stdin and stdout).
 *
 * prisma.config.ts points Prisma here. Not supported by this build: `migrate diff --from-migrations`.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { canConnect, createDatabase, dropDatabase, migrationAdapter } from './database.mjs';
import { loadEngine } from './wasm.mjs';

const args = process.argv.slice(2);
const url = JSON.parse(option('--datasource') ?? '{}').url || process.env.DATABASE_URL;

const command = args.includes('cli') ? args[args.indexOf('cli') + 1] : undefined;
if (command) await runOnce(command);
else await serve();

/** One command and an exit code, as `prisma migrate dev` and `db push` ask before they begin. */
async function runOnce(name) {
  const commands = {
    'can-connect-to-database': canConnect,
    'create-database': createDatabase,
    'drop-database': dropDatabase,
  };
  try {
    if (!commands[name]) throw new Error(`This engine has no command ${name}.`);
    if (!url) throw new Error('DATABASE_URL is not set.');
    const said = await commands[name](url);
    if (said) process.stdout.write(`${said}\n`);
  } catch (error) {
    // Prisma skips the first line, whatever it is, and parses every other: no line may follow the last.
    process.stderr.write(`schema engine\n${engineLog(error)}`);
    process.exitCode = 1;
  }
}

/** JSON-RPC, one call after the other and answered in order, until stdin closes. */
async function serve() {
  const datamodels = args.flatMap((arg, index) =>
    arg === '--datamodels' || arg === '-d' ? [[args[index + 1], readFileSync(args[index + 1], 'utf8')]] : [],
  );
  // A database that cannot be reached fails the engine's birth. The caller waits for answers, so it is told in one.
  const engine = await loadEngine(datamodels, migrationAdapter(url)).catch((error) => ({ failed: error }));
  for await (const line of createInterface({ input: process.stdin })) {
    const call = line.trim() ? JSON.parse(line) : {};
    // A line without a method is the caller's receipt for something we printed.
    if (call.method !== undefined) await answer(engine, call);
  }
  process.exit(0);
}

async function answer(engine, { id, method, params }) {
  try {
    if (engine.failed) throw engine.failed;
    const result = method === 'getDatabaseVersion' ? await engine.version(null) : await call(engine, method, params);
    // The native engine prints a diff through the caller before it answers; this one hands it back with the answer.
    if (method === 'diff' && result?.stdout != null) {
      send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
    }
    send({ id, result: result ?? null });
  } catch (error) {
    send({
      id,
      error: { code: 4466, message: 'An error happened. Check the data field for details.', data: known(error) },
    });
  }
}

function call(engine, method, params) {
  if (typeof engine[method] !== 'function') throw new Error(`This engine has no method ${method}.`);
  return engine[method](params);
}

/** The engine's own errors arrive as JSON in the message; anything else is shown as it is. */
function known(error) {
  try {
    return JSON.parse(error.message);
  } catch {
    return { is_panic: false, message: error.message, meta: error.meta ?? null, error_code: error.code ?? null };
  }
}

/** A failure in the engine's log format, with the Prisma code that says what kind it is. */
function engineLog(error) {
  const code = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000' }[error.code] ?? 'P1001';
  const message =
    code === 'P1003'
      ? `Database \`${new URL(url).pathname.slice(1)}\` does not exist`
      : `Can't reach or log in to the database server: ${error.message}`;
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields: { message, is_panic: false, error_code: code },
    target: 'schema_engine::logger',
  });
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function option(name) {
  const index = args.indexOf(name);
  return index < 0 ? undefined : args[index + 1];
}
