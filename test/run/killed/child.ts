/**
 * A run in a process of its own, of many small groups: `child.ts FILE TO run|clean [MOMENT PAUSE]`. It is killed as it
 * begins its MOMENTth asynchronous step (a write, a sync, a statement, a timer), after it has stood still for PAUSE ms,
 * in which the disk, the server and other threads go on. Else it tells how many steps there were, and what it did.
 */
import { createHook } from 'node:async_hooks';
import type { Summary } from '../../../src/run/summary.ts';
import { prepared, runInto } from '../../support/runs.ts';

export interface Told {
  readonly steps: number;
  readonly summary: Summary;
}

const [file = '', to = '', how, moment, pause = '0'] = process.argv.slice(2);
const plan = prepared(file);
const pure = new Set(['PROMISE', 'Microtask']);
let steps = 0;
createHook({
  init(_id, type) {
    if (pure.has(type) || ++steps !== Number(moment)) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(pause));
    process.kill(process.pid, 'SIGKILL');
  },
}).enable();
const summary = await runInto(to, plan, { clean: how === 'clean', groupRecords: 40 });
const told: Told = { steps, summary };
process.stdout.write(JSON.stringify(told));
