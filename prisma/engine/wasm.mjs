import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const packageFile = '@prisma/schema-engine-wasm/schema_engine_bg';

/** Prisma's schema engine, instantiated from npm's WebAssembly build, over a database adapter. */
export async function loadEngine(datamodels, adapterFactory) {
  // The module reports a panic through this global before it traps; without it the reason would be lost.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const bindings = await import(packageFile);
  const binary = readFileSync(
    createRequire(import.meta.url)
      .resolve(packageFile)
      .replace(/\.js$/, '.wasm'),
  );
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const log = process.env.DEBUG_SCHEMA_ENGINE ? (line) => process.stderr.write(`${line}\n`) : () => {};
  return bindings.SchemaEngine.new(datamodels.length ? { datamodels } : {}, log, adapterFactory);
}
