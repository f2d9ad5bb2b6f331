/** Leaves out records whose key is in a folder already: files have no index, so what they hold is remembered. */
import { join } from 'node:path';
import { type Batch, cellAt, type Column, type Table, type TableColumn } from '../../model/table.ts';
import type { Json } from '../../model/units.ts';
import type { GroupWork, MergeWork } from '../sink.ts';
import type { Folder } from './folder.ts';
import { takeInventory } from './inventory.ts';
import { safeName } from './names.ts';
import { Seen } from './seen.ts';

/** What is in the finished parts of a table, whoever wrote them. */
export async function seenIn({ disk, root, encoder }: Folder, table: Table): Promise<Seen> {
  const seen = new Seen();
  const names = table.columns.map(({ name }) => name);
  for (const file of await takeInventory(disk, root, encoder.extension)) {
    if (file.folder !== safeName(table.name)) continue;
    for await (const row of encoder.readRows(join(root, file.path), names)) {
      seen.add(...keyed(table, (i) => fromText(row[i] ?? null, table.columns[i]!)));
    }
  }
  return seen;
}

/** The rows of a group that are new. They are remembered at once: a run that fails to write them ends. */
export function unseen(work: MergeWork, seen: Seen): GroupWork {
  const conflicts: number[] = [];
  const kept: Batch[] = [];
  let [place, records] = [0, 0];
  for (const batch of work.batches()) {
    const rows: number[] = [];
    for (let row = 0; row < batch.count; row++, place++) {
      const found = seen.add(...keyed(batch.table, (i) => cellAt(batch.columns[i]!, row) ?? null));
      if (found === 'new') rows.push(row);
      else if (found === 'other') conflicts.push(place);
    }
    records += rows.length;
    if (rows.length === batch.count) kept.push(batch);
    else if (rows.length > 0)
      kept.push({ ...batch, count: rows.length, columns: batch.columns.map((one) => pick(one, rows)) });
  }
  work.conflicts(conflicts);
  return { group: work.group, batches: () => kept, result: () => ({ ...work.result(), records }) };
}

/** Key and rest of a record, as texts that are equal for equal values. */
function keyed({ columns, key }: Table, value: (column: number) => Json): [string, string] {
  let [own, rest] = ['', ''];
  columns.forEach(({ name }, i) => {
    const text = `${JSON.stringify(value(i))}\n`;
    if (key!.includes(name)) own += text;
    else rest += text;
  });
  return [own, rest];
}

/** What the text of a cell stands for. */
function fromText(text: string | null, { type }: TableColumn): Json {
  if (text === null) return null;
  switch (type) {
    case 'number':
      return Number(text);
    case 'timestamp':
      return Date.parse(text.replace(' ', 'T').replace(/[+]00(:?00)?$/, 'Z'));
    case 'boolean':
      return text === 'true';
    case 'json':
      return JSON.parse(text) as Json;
    case 'text':
      return text;
  }
}

function pick(column: Column, rows: readonly number[]): Column {
  switch (column.kind) {
    case 'absent':
    case 'constant':
      return column;
    case 'values':
      return { kind: 'values', values: rows.map((row) => column.values[row]) };
    case 'numbers':
    case 'times':
      return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  }
}
