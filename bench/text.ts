/** Text files, against the row at a time that a script writes: one stream, backpressure, fsync at the end. */
import { once } from 'node:events';
import { createWriteStream, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from '../src/model/table.ts';
import { type Benchmark, type Figure, ratio, seconds } from './harness.ts';
import { batchesOf, inFolder, pmi, secondsInto } from './pmi.ts';

export const ndjson: Benchmark = {
  name: 'ndjson',
  summary: 'NDJSON, against JSON.stringify and one write a row',
  run: async () => [await against('ndjson', '× JSON.stringify and a write a row', (row) => `${JSON.stringify(row)}\n`)],
};

export const csv: Benchmark = {
  name: 'csv',
  summary: 'CSV, against join and one write a row',
  run: async () => [await against('csv', '× join and a write a row', (row) => `${Object.values(row).join(',')}\n`)],
};

type Encode = (row: object) => string;

async function against(kind: string, unit: string, encode: Encode): Promise<Figure> {
  const script = () => inFolder((folder) => seconds(() => writeRows(join(folder, kind), encode)));
  const ours = () => inFolder((folder) => secondsInto(`${kind}:${folder}`));
  // Ours once for the compiler; the script has been compiled long before its first run is over.
  await ours();
  const value = await ratio(5, { name: 'script', run: script }, { name: 'seedctl', run: ours });
  return { name: kind, value, unit, target: 10, better: 'higher' };
}

/** The values come in columns, as ours do, so that both sides pay the same for them. */
async function writeRows(path: string, encode: Encode): Promise<void> {
  const fd = openSync(path, 'w');
  const stream = createWriteStream(path, { fd, autoClose: false });
  for (const batch of batchesOf(pmi.plan)) {
    const row = rowsOf(batch);
    for (let i = 0; i < batch.count; i++) {
      if (!stream.write(encode(row(i)))) await once(stream, 'drain');
    }
  }
  stream.end();
  await once(stream, 'finish');
  fsyncSync(fd);
  stream.destroy();
  await once(stream, 'close').catch(() => undefined);
}

/** A record as a script has it, written out as it would write it. */
export function rowsOf(batch: Batch): (i: number) => object {
  const columns = new Map(batch.columns.map((column, i) => [batch.table.columns[i]!.name, column]));
  const [times, values] = [columns.get('timestamp'), columns.get('value')];
  if (times?.kind !== 'times' || values?.kind !== 'numbers') return plainRows(batch);
  const constant = (name: string): unknown => {
    const column = columns.get(name);
    return column?.kind === 'constant' ? column.value : undefined;
  };
  const [asset_id, metric_name] = [constant('asset_id'), constant('metric_name')];
  const [unit, tags] = [constant('unit'), constant('tags')];
  // As in ours, polls and jobs are four fields long.
  if (unit === undefined && tags === undefined) {
    return (i) => ({ asset_id, metric_name, timestamp: instant(times.values[i]!), value: values.values[i]! });
  }
  return (i) => ({ asset_id, metric_name, timestamp: instant(times.values[i]!), value: values.values[i]!, unit, tags });
}

function plainRows(batch: Batch): (i: number) => object {
  const names = batch.table.columns.map(({ name }) => name);
  const at = batch.columns.map((column) => (i: number) => {
    if (column.kind === 'absent') return undefined;
    return column.kind === 'constant' ? column.value : column.values[i];
  });
  return (i) => Object.fromEntries(names.map((name, c) => [name, at[c]!(i)]));
}

const instant = (ms: number): string => new Date(ms).toISOString();
