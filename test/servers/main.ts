/**
 * `npm run servers`: starts what tests would start, as durable as servers are by default; prints how to name them to
 * tests, and stays until it is interrupted. With `--prepare` it ends once all of them ran: what they take is fetched.
 */
import { kinds, variables } from './kinds.ts';
import { server, stopServers } from './server.ts';

const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
});
// Servers keep no process alive.
const stay = setInterval(() => undefined, 60_000);
for (const kind of kinds) process.stdout.write(`export ${variables[kind]}='${(await server(kind, {})).uri}'\n`);
if (!process.argv.includes('--prepare')) {
  process.stderr.write('Interrupt to stop them.\n');
  await interrupted;
}
clearInterval(stay);
await stopServers();
