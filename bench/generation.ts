/** Making all values, on one core, against a script that makes the same set with chance.js, one object a record. */
import { type Benchmark, processorSeconds, ratio } from './harness.ts';
import { batchesOf, pmi } from './pmi.ts';
import { runScript } from './script.ts';

export const generation: Benchmark = {
  name: 'generation',
  summary: 'All values of the set, against a script with chance.js and one object a record',
  async run() {
    const script = () =>
      processorSeconds(() => {
        counted(runScript());
      });
    const ours = () =>
      processorSeconds(() => {
        counted(pull());
      });
    // Both a few times for the compiler.
    for (let i = 0; i < 4; i++) {
      await script();
      await ours();
    }
    const value = await ratio(9, { name: 'script', run: script }, { name: 'seedctl', run: ours });
    return [{ name: 'generation', value, unit: '× a script with chance.js', target: 20, better: 'higher' }];
  },
};

function pull(): number {
  let records = 0;
  for (const { count } of batchesOf(pmi.plan)) records += count;
  return records;
}

/** Both must have made the whole set: incidents aside, 1,895,214 records. */
function counted(records: number): void {
  if (records < 1_895_214) throw new Error(`only ${records} records`);
}
