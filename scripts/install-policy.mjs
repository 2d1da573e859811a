#!/usr/bin/env node
// Puts a policy document in force, with the server's own settings: what an operator runs until policies are published
// from the console. One that does not load, or fails a test of its own, changes nothing.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { closePool } from '#lib/db/pool.ts';
import { installPolicy } from '#lib/policy/install-policy.ts';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Name the document: node scripts/install-policy.mjs policy.yaml');
  process.exit(1);
}
try {
  const installed = await installPolicy(readFileSync(file, 'utf8'), { kind: 'install', ref: basename(file) });
  for (const { line, detail } of installed.ok ? installed.warnings : installed.problems) {
    console.error(`${line ? `line ${line}: ` : ''}${detail}`);
  }
  if (installed.ok) {
    const { name, version, changed } = installed;
    console.log(
      changed ? `${name} version ${version} is in force.` : `${name} version ${version} was in force already.`,
    );
  } else {
    console.error(`Nothing was changed: ${basename(file)} does not load.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await closePool();
}
