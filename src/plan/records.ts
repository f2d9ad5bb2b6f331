/** A stream of records that are read: its series are the inputs of its source, by their content. */
import type { PlannedStream, SourceInput } from '../model/plan.ts';
import type { Scenario, Stream } from '../model/scenario.ts';
import type { Table } from '../model/table.ts';
import { digestOf } from './digest.ts';
import { keyColumnsOf } from './tables.ts';

/** Raised when the same input gives other records. */
const READING = 1;

/** Where inputs lie, and where what is rejected goes, changes no record. */
const OF_NO_RECORD = ['paths', 'rejects'];

/** Options that there were not from the beginning: who writes none of them reads what was read before. */
const OF_LATER = ['constants', 'delimiter'];

/** Inputs of one content are one: a file that is renamed or copied adds nothing, one that is edited is another. */
export function planRecords(
  { sources, zone }: Scenario,
  stream: Stream,
  table: Table,
  inputs: readonly SourceInput[],
): PlannedStream {
  const source = sources[stream.source!]!;
  const options = Object.entries(source.options).filter(
    ([name, value]) => !OF_NO_RECORD.includes(name) && !(value === null && OF_LATER.includes(name)),
  );
  const reading = digestOf([READING, source.kind, Object.fromEntries(options), zone, stream.record, table.key]);
  const byContent = new Map([...inputs].reverse().map((input) => [input.hash, input] as const));
  const { id, kind, preset, role } = stream;
  return {
    id,
    kind,
    preset,
    table,
    role,
    series: [...byContent.values()].reverse().map(({ hash, name }) => ({
      id: hash,
      asset: name,
      metric: null,
      digest: digestOf([reading, hash]),
    })),
    records: 0,
    reads: { inputs: byContent.size, bytes: [...byContent.values()].reduce((sum, { bytes }) => sum + bytes, 0) },
    keyColumns: keyColumnsOf(stream),
  };
}
