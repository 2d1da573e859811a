import { freePort } from '#lib/db/embedded/free-port.ts';
import { runTool } from './test/run-tool.ts';

/** `npm run pictures`: the README's pictures, taken anew from the product with its demo's scenario. */
const env = { PICTURES: '1', E2E_PORT: String(await freePort()) };
process.exit(await runTool('node_modules/@playwright/test/cli.js', ['test', 'e2e/pictures.spec.ts'], env));
