/** What a target holds of a plan, by its ledger: covered ranges by series, and what stands in the way. */
import { Exit, SeedctlError } from '../model/errors.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Plan, PlannedStream, Series } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import { nameOf, union, type Ranges } from './intervals.ts';

export interface Coverage {
  /** By stream, then by series: the union of what is held, inside the plan's period or not. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, Ranges>>;
  /** Entries of the plan's streams, in the ledger's order. */
  readonly entries: readonly LedgerEntry[];
  /** Held series that the scenario has no longer; they are left as they are. */
  readonly orphans: readonly { readonly stream: string; readonly series: readonly string[] }[];
}

/** Of a target that holds nothing. */
export const NOTHING_HELD: Coverage = { held: new Map(), entries: [], orphans: [] };

/** @throws SeedctlError (exit 4) where a series is held with other values to come */
export function coverageOf(plan: Plan, ledger: readonly LedgerEntry[], target: string): Coverage {
  const streams = new Map(plan.streams.map((stream) => [stream.id, indexOf(stream)]));
  const ranges = new Map<string, Map<string, Range[]>>();
  const orphans = new Map<string, Set<string>>();
  const entries: LedgerEntry[] = [];

  for (const entry of ledger) {
    const stream = streams.get(entry.stream);
    if (stream === undefined) continue;
    entries.push(entry);
    refuseOtherTable(entry, stream.planned, target);
    for (const { id, digest } of entry.series) {
      const series = stream.series.get(id);
      if (series === undefined) {
        // Files that were read may be anywhere by now.
        if (stream.planned.kind === 'records') continue;
        at(orphans, entry.stream, () => new Set<string>()).add(id);
        continue;
      }
      if (series.digest !== digest) refuseOtherValues(plan, entry, series, target);
      const ofStream = at(ranges, entry.stream, () => new Map<string, Range[]>());
      at(ofStream, id, () => []).push(entry.range);
    }
  }

  return {
    held: new Map([...ranges].map(([id, held]) => [id, unions(held)])),
    entries,
    orphans: [...orphans].map(([stream, series]) => ({ stream, series: [...series].sort() })),
  };
}

function indexOf(planned: PlannedStream) {
  return { planned, series: new Map(planned.series.map((series) => [series.id, series])) };
}

/** Thousands of series share a few sets of ranges: equal sets are made once. */
function unions(held: ReadonlyMap<string, Ranges>): ReadonlyMap<string, Ranges> {
  const known = new Map<string, Ranges>();
  return new Map([...held].map(([id, ranges]) => [id, at(known, nameOf(ranges), () => union(ranges))]));
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function refuseOtherTable(entry: LedgerEntry, stream: PlannedStream, target: string): void {
  if (entry.table === stream.table.name) return;
  throw new SeedctlError({
    code: 'held-in-another-table',
    exit: Exit.refused,
    message: `stream ${stream.id} now goes to table ${stream.table.name}, and its records are in ${entry.table}`,
    place: target,
    safe: 'nothing was written or removed',
    next: `run with --clean to write it anew, give another target with --to, or write \`to: ${entry.table}\` again`,
  });
}

function refuseOtherValues(plan: Plan, entry: LedgerEntry, series: Series, target: string): never {
  const cause =
    entry.engine !== plan.engine
      ? `it was written by engine ${entry.engine}, and this is engine ${plan.engine}`
      : entry.seed !== plan.seed
        ? `it was written with seed ${entry.seed}, and the seed is now ${plan.seed}`
        : 'a definition that its values depend on has changed';
  const back =
    entry.engine !== plan.engine
      ? 'use the version of seedctl that wrote it'
      : entry.seed !== plan.seed
        ? `give --seed ${entry.seed}`
        : 'take the change back';
  throw new SeedctlError({
    code: 'held-with-other-values',
    exit: Exit.refused,
    message: `series ${series.id} of stream ${entry.stream} is held with other values: ${cause}`,
    place: target,
    safe: 'nothing was written or removed',
    next: `run with --clean to write it anew, give another target with --to, or ${back}`,
  });
}
