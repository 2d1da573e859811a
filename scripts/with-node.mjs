// `node scripts/with-node.mjs <file.ts> …`: one of the project's programs, whatever Node is installed here.
import { runProject } from './bootstrap.mjs';

const [file, ...args] = process.argv.slice(2);
await runProject(file, args);
