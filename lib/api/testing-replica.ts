import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { steerClock } from '../clock.ts';
import { bus } from '../db/listen.ts';
import { startJobs } from '../jobs/jobs.ts';
import { apiListener } from './listen.ts';

/**
 * A replica of the product without its pages, in a process of its own that a test may kill: the API over HTTP and the
 * timers, set up as server.ts does. Prints its port once it is ready.
 */
await steerClock();
await bus().ready;
const server = http.createServer((request, response) => void apiListener(request, response));
server.listen(0, '127.0.0.1', () => {
  startJobs();
  console.log((server.address() as AddressInfo).port);
});
// Whoever started it is gone: so is this.
process.stdin.resume().on('end', () => process.exit(0));
