// `npm test`: every check and every test there is, from a fresh clone.
import { runProject } from './bootstrap.mjs';

await runProject('scripts/test/main.ts', process.argv.slice(2));
