#!/usr/bin/env node
import module from 'node:module';

// Node 22.1 and later keep compiled code between runs; earlier ones compile anew.
// eslint-disable-next-line @typescript-eslint/no-unsafe-call -- unknown to the types of Node 20
module.enableCompileCache?.();
const { main } = await import('../dist/main.js');
await main(process.argv.slice(2), import.meta.url);
