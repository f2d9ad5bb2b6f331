#!/usr/bin/env node
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Node 22.1 and later keep compiled code between runs. Before, all code is new to each run, and most of it runs too
// briefly to be worth optimising: with a budget of 15 times the default only what goes on for a while is. Where dozens
// of files are named more of it does.
/* eslint-disable @typescript-eslint/no-unsafe-call -- unknown to the types of Node 20 */
if (module.enableCompileCache) module.enableCompileCache();
else setFlagsFromString(`--interrupt-budget=${process.argv.length > 20 ? 300_000 : 1_000_000}`);
// A longer period holds no more, it only drops more on its way: garbage is not let pile up to a multiple of what is held.
setFlagsFromString('--heap-growing-percent=10');
const { main } = await import('../dist/main.js');
await main(process.argv.slice(2), import.meta.url);
