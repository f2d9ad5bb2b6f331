/** Sums per stream: what was written, what was there, and the fingerprint of both. */
import type { LedgerEntry } from '../model/ledger.ts';
import type { Plan, PlannedStream, Series } from '../model/plan.ts';
import { addFingerprints } from '../simulate/fingerprint.ts';
import type { Records, Simulation } from '../simulate/simulation.ts';
import type { Rejection } from '../sinks/sink.ts';
import type { Coverage } from './coverage.ts';
import { intersect, nameOf, within, type Ranges } from './intervals.ts';

export interface Tally {
  readonly records: number;
  /** Of the records themselves, in any order. */
  readonly fingerprint: string;
}

/** What a run did with records: of all that it made, some may have been there, and some not have been taken. */
export interface Added extends Tally {
  readonly present: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
}

export const noneAdded = (): Added => ({ ...nothing, present: 0, rejected: 0, rejections: [] });

const nothing: Tally = { records: 0, fingerprint: '0'.repeat(16) };

export function add(a: Tally, b: Tally): Tally {
  return { records: a.records + b.records, fingerprint: addFingerprints(a.fingerprint, b.fingerprint) };
}

export function addAll(a: Added, b: Added): Added {
  const rejections = [...a.rejections, ...b.rejections];
  return { ...add(a, b), present: a.present + b.present, rejected: a.rejected + b.rejected, rejections };
}

export const sum = (tallies: readonly Tally[]): Tally => tallies.reduce(add, nothing);

export const isSameTally = (a: Tally, b: Tally): boolean => a.records === b.records && a.fingerprint === b.fingerprint;

/** What of the plan's records is in the target already. */
export interface Present {
  readonly records: number;
  /** Of all of the plan's records of the stream, held or not; null: that of the present ones is in `fingerprint`. */
  readonly total: Tally | null;
  readonly fingerprint: string;
}

/**
 * By stream. An entry that lies within the plan is believed; one that reaches beyond it cannot be divided, so
 * its share is simulated again.
 */
export function presentIn(plan: Plan, coverage: Coverage, simulation: Simulation): ReadonlyMap<string, Present> {
  return new Map(
    plan.streams.map((stream) => {
      const entries = coverage.entries.filter((entry) => entry.stream === stream.id);
      if (stream.kind === 'records') return [stream.id, { ...sum(readBefore(stream, entries)), total: null }];
      const known = new Map(stream.series.map((series) => [series.id, series]));
      const believed = entries.every((entry) => isWithin(entry, plan, stream, known));
      if (stream.kind === 'events' && !believed) return [stream.id, eventsPresent(plan, stream, coverage, simulation)];
      const present = sum(entries.map((entry) => share(entry, plan, stream, known, simulation)));
      return [stream.id, { ...present, total: null }];
    }),
  );
}

/** What was written of inputs that are there still; those that are not are no part of the plan. */
function readBefore(stream: PlannedStream, entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const known = new Set(stream.series.map(({ id }) => id));
  return entries.filter(({ series }) => series.every(({ id }) => known.has(id)));
}

/** Whether all that an entry stands for is of the plan. */
export function isWithin(
  entry: LedgerEntry,
  plan: Plan,
  stream: PlannedStream,
  known: ReadonlyMap<string, Series>,
): boolean {
  const timeless = stream.kind === 'assets';
  return (timeless || within(entry.range, plan.period)) && entry.series.every(({ id }) => known.has(id));
}

function share(
  entry: LedgerEntry,
  plan: Plan,
  stream: PlannedStream,
  known: ReadonlyMap<string, Series>,
  simulation: Simulation,
): Tally {
  if (isWithin(entry, plan, stream, known)) return entry;
  const range = stream.kind === 'assets' ? plan.period : intersect(entry.range, plan.period);
  const series = entry.series.flatMap(({ id }) => known.get(id) ?? []);
  return range === null || series.length === 0 ? nothing : simulate(simulation, stream, series, range, []);
}

/** An occurrence of the plan may be held in a range outside of it, so all are looked at, and those that are missing. */
function eventsPresent(plan: Plan, stream: PlannedStream, coverage: Coverage, simulation: Simulation): Present {
  const total = simulate(simulation, stream, stream.series, plan.period, []);
  const missing = sum(
    [...seriesByRanges(stream, coverage)].map(([series, ranges]) =>
      simulate(simulation, stream, series, plan.period, ranges),
    ),
  );
  return { records: total.records - missing.records, fingerprint: nothing.fingerprint, total };
}

function seriesByRanges(stream: PlannedStream, coverage: Coverage): readonly (readonly [readonly Series[], Ranges])[] {
  const held = coverage.held.get(stream.id);
  const sets = new Map<string, [Series[], Ranges]>();
  for (const series of stream.series) {
    const ranges = held?.get(series.id) ?? [];
    const set = sets.get(nameOf(ranges));
    if (set === undefined) sets.set(nameOf(ranges), [[series], ranges]);
    else set[0].push(series);
  }
  return [...sets.values()];
}

function simulate(
  simulation: Simulation,
  stream: PlannedStream,
  series: readonly Series[],
  range: Plan['period'],
  covered: Ranges,
): Tally {
  return countThrough(simulation.records({ stream, series, range }, covered));
}

/** Pulls all records, for what is counted on the way. */
export function countThrough(records: Records): Tally {
  const batches = records.batches()[Symbol.iterator]();
  while (batches.next().done !== true);
  return records.result();
}
