/**
 * Files of JSON: an array for each metric of each asset, and the two sides equal but for how. Both write the same files
 * with the same records (keys, their order, values; the script's times have milliseconds), each file flushed to the disk at
 * its end. The script is handed its values in the columns of our own simulation, so both pay the same for these. Of its
 * own it makes an object a record, the text of its time, and a string by JSON.stringify, and hands that to a stream,
 * which gathers them. Ours is the whole run, with its ledger. Long numbers, of which the Fitbit set has many, take both sides
 * longer.
 */
import { closeSync, createWriteStream, fsyncSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Batch } from '../src/model/table.ts';
import { NOTHING_HELD } from '../src/run/coverage.ts';
import { groupsOf } from '../src/run/groups.ts';
import { prepare, type Prepared } from '../src/run/prepare.ts';
import { createSimulation } from '../src/simulate/simulation.ts';
import { DEFAULT_FILES, fileOf } from '../src/sinks/json/files.ts';
import { type Benchmark, type Figure, ratio, seconds } from './harness.ts';
import { inFolder, NOW, pmi, secondsInto } from './pmi.ts';
import { rowsOf } from './text.ts';

/** Records in a file at most, as the sink has it. */
const MOST = 1_000_000;

export const json: Benchmark = {
  name: 'json',
  summary:
    'Arrays of JSON, a file for each metric of each asset, against the same files by JSON.stringify and a write a record',
  async run() {
    const fitbit = prepare('scenarios/fitbit-generate.yaml', { now: NOW }, 0);
    return [await against('json', pmi, rowsOf), await against('json-fitbit', fitbit, wearables)];
  },
};

type Records = (batch: Batch) => (i: number) => object;

async function against(name: string, prepared: Prepared, records: Records): Promise<Figure> {
  const script = () => inFolder((folder) => seconds(() => writeFiles(folder, prepared, records)));
  const ours = () => inFolder((folder) => secondsInto(`json:${folder}`, prepared));
  // Ours once for the compiler; the script has been compiled long before its first run is over.
  await ours();
  const value = await ratio(5, { name: 'script', run: script }, { name: 'seedctl', run: ours });
  return { name, value, unit: '× JSON.stringify and a write a record', target: 10, better: 'higher' };
}

async function writeFiles(folder: string, { plan }: Prepared, records: Records): Promise<void> {
  const simulation = createSimulation(plan);
  const works = groupsOf(plan, NOTHING_HELD, MOST, (stream, series) => fileOf(DEFAULT_FILES, stream, series));
  for (const { group, covered } of works) {
    const path = join(folder, `${fileOf(DEFAULT_FILES, group.stream, group.series[0]!)}.json`);
    const fd = openSync(path, 'w');
    const stream = createWriteStream(path, { fd, autoClose: false });
    let before = '[\n';
    for (const batch of simulation.records(group, covered).batches()) {
      const record = records(batch);
      for (let i = 0; i < batch.count; i++) {
        if (!stream.write(before + JSON.stringify(record(i)))) await once(stream, 'drain');
        before = ',\n';
      }
    }
    stream.end('\n]\n');
    await once(stream, 'finish');
    fsyncSync(fd);
    closeSync(fd);
  }
}

/** Records of the Fitbit set, written out as a script would write them. */
function wearables({ table, columns }: Batch): (i: number) => object {
  const of = (name: string) => columns[table.columns.findIndex((column) => column.name === name)]!;
  const text = (name: string): unknown => {
    const column = of(name);
    return column.kind === 'constant' ? column.value : undefined;
  };
  const [user_id, metric] = [text('user_id'), text('metric')];
  const [times, values] = [of('timestamp'), of('value')];
  if (times.kind !== 'times' || values.kind !== 'numbers') throw new Error('fitbit-generate has other columns');
  return (i) => ({
    user_id,
    metric,
    timestamp: new Date(times.values[i]!).toISOString(),
    value: values.values[i]!,
  });
}
