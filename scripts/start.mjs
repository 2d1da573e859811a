// `npm start`: the whole product on this machine, from a fresh clone.
import { runProject } from './bootstrap.mjs';

await runProject('scripts/start/main.ts', process.argv.slice(2));
