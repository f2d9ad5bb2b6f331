/** Prints the hashes of the Node that runs it: `node --import tsx test/golden/print.ts`. */
import { makeHashes } from './hashes.ts';

process.stdout.write(JSON.stringify({ node: process.version, ...makeHashes() }));
