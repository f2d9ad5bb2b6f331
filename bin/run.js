#!/usr/bin/env node
import module from 'node:module';

// Node 22.1 and later keep compiled code between runs; earlier ones compile anew.
module.enableCompileCache?.();
const { main } = await import('../dist/main.js');
// eslint-disable-next-line @typescript-eslint/no-unsafe-call -- dist/ is made by the build
await main(process.argv.slice(2), import.meta.url);
