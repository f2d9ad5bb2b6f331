/** Finds out which series a part holds when the book does not say it. */
import { join } from 'node:path';
import { SeedctlError } from '../../model/errors.ts';
import type { PlannedStream, Series } from '../../model/plan.ts';
import { heldGroup, heldHash, type HeldGroup } from './book.ts';
import type { PartEncoder } from './encoder.ts';
import type { Folder } from './folder.ts';
import type { FoundFile } from './inventory.ts';
import { groupHash, safeName } from './names.ts';

export interface Recovery extends Folder {
  readonly planned: readonly PlannedStream[];
}

/**
 * The group of a part, or null where it cannot be known. The hash in the name proves every answer, whoever guessed
 * it: the part's own note, the whole of a stream, or the series that are found in its rows. Its rows are counted,
 * so that a part that was cut is never vouched for.
 */
export function recoverGroup(file: FoundFile, recovery: Recovery): Promise<HeldGroup | null> {
  return reading(null, async () => {
    const group = (await fromNote(file, recovery)) ?? (await fromPlan(file, recovery));
    if (group === null) return null;
    return (await countRows(recovery.encoder, join(recovery.root, file.path))) === file.part?.records ? group : null;
  });
}

/** `otherwise` where a file is damaged, or no file of its format at all. */
async function reading<T>(otherwise: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SeedctlError) return otherwise;
    throw error;
  }
}

/** What `note()` of a part says; `recoverGroup` reads it. */
export const noteOf = (group: HeldGroup): string => JSON.stringify(group);

async function fromNote(file: FoundFile, { root, scenario, encoder }: Recovery): Promise<HeldGroup | null> {
  const note = await encoder.readNote(join(root, file.path));
  if (note === null) return null;
  try {
    const group = JSON.parse(note) as HeldGroup;
    return heldHash(scenario, group) === file.part?.hash ? group : null;
  } catch {
    return null;
  }
}

async function fromPlan(file: FoundFile, recovery: Recovery): Promise<HeldGroup | null> {
  const streams = recovery.planned.filter(({ table }) => safeName(table.name) === file.folder);
  for (const stream of streams) {
    if (hashOf(stream, stream.series, recovery) === file.part?.hash) return heldGroup(stream, stream.series, recovery);
  }
  for (const stream of streams) {
    const places = await placesInRows(file, stream, recovery);
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) continue;
    // Groups are neighbours in the plan's order; one without records does not show in the rows.
    for (const series of [places.map((i) => stream.series[i]!), stream.series.slice(first, last + 1)]) {
      if (hashOf(stream, series, recovery) === file.part?.hash) return heldGroup(stream, series, recovery);
    }
  }
  return null;
}

const hashOf = (stream: PlannedStream, series: readonly Series[], { scenario }: Recovery): string =>
  groupHash(scenario, stream.id, stream.table.name, series);

/** Which series of the stream have rows in the part: their places in the stream, in order. */
async function placesInRows(file: FoundFile, stream: PlannedStream, folder: Folder): Promise<readonly number[]> {
  const { columns, places } = seriesKeys(stream);
  const held = new Set<string>();
  if (columns.length === 0) return [];
  for await (const row of folder.encoder.readRows(join(folder.root, file.path), columns)) held.add(rowKey(row));
  return [...places].flatMap(([key, own]) => (held.has(key) ? own : [])).sort((a, b) => a - b);
}

/**
 * A series of the stream that has a row in the file, as its asset and metric; null where none has. What cannot be
 * read may be anybody's, and is taken for ours.
 */
export async function firstShared(file: FoundFile, stream: PlannedStream, folder: Folder): Promise<string | null> {
  // Rows do not say which input they were read from.
  if (stream.kind === 'records') return stream.id;
  const { columns, places } = seriesKeys(stream);
  if (columns.length === 0) return null;
  return reading<string | null>('what cannot be read', async () => {
    for await (const row of folder.encoder.readRows(join(folder.root, file.path), columns)) {
      if (places.has(rowKey(row))) return row.join(' ');
    }
    return null;
  });
}

const rowKey = (row: readonly (string | null)[]): string => JSON.stringify(row);

/** The columns that say whose a record is, and the places of the stream's series by what these columns hold. */
function seriesKeys({ series, keyColumns }: PlannedStream): {
  readonly columns: readonly string[];
  readonly places: ReadonlyMap<string, readonly number[]>;
} {
  const { asset, metric } = keyColumns;
  const places = new Map<string, number[]>();
  series.forEach((one, place) => {
    const key = rowKey([...(asset === null ? [] : [one.asset]), ...(metric === null ? [] : [one.metric])]);
    const same = places.get(key);
    if (same === undefined) places.set(key, [place]);
    else same.push(place);
  });
  return { columns: [asset, metric].filter((column) => column !== null), places };
}

export async function countRows(encoder: PartEncoder, path: string): Promise<number> {
  let count = 0;
  for await (const row of encoder.readRows(path, [])) count += row.length === 0 ? 1 : 0;
  return count;
}
