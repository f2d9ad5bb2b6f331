/** Cuts what is missing into groups: always the same ones for the same plan and ledger. */
import { DAY, type Range } from '../model/units.ts';
import type { Group, Plan, PlannedStream, Series } from '../model/plan.ts';
import type { Coverage } from './coverage.ts';
import { nameOf, subtract, union, type Ranges } from './intervals.ts';

/** A group, with what the target holds of its series already or will hold before it is written. */
export interface Work {
  readonly group: Group;
  readonly covered: Ranges;
}

/** Series of one stream, in its order, that may be written together and have the same ranges in the target. */
interface Run {
  readonly series: readonly Series[];
  readonly held: Ranges;
}

/** Series that may be in one group have the same answer. */
export type Together = (stream: PlannedStream, series: Series) => string;

/** `groupRecords`: what a group should hold, about; a group is never less than one series on one day. */
export function groupsOf(
  plan: Plan,
  coverage: Coverage,
  groupRecords: number,
  together: Together = () => '',
): readonly Work[] {
  const simulated = plan.streams.filter(({ kind }) => kind !== 'records');
  return simulated.flatMap((stream) =>
    runsOf(stream, coverage, together).flatMap((run) => [...cut(plan, stream, run, groupRecords)]),
  );
}

function runsOf(stream: PlannedStream, coverage: Coverage, together: Together): readonly Run[] {
  const held = coverage.held.get(stream.id);
  const sets = new Map<string, { series: Series[]; held: Ranges; name: string }[]>();
  for (const series of stream.series) {
    const ranges = held?.get(series.id) ?? [];
    const name = nameOf(ranges);
    const set = together(stream, series);
    const runs = sets.get(set) ?? [];
    const last = runs.at(-1);
    if (last?.name === name) last.series.push(series);
    else sets.set(set, [...runs, { series: [series], held: ranges, name }]);
  }
  return [...sets.values()].flat();
}

function* cut(plan: Plan, stream: PlannedStream, run: Run, groupRecords: number): Generator<Work> {
  // The record of an asset belongs to no time: held once, it is held.
  if (stream.kind === 'assets') {
    if (run.held.length > 0) return;
    for (const series of chunks(run.series, groupRecords)) {
      yield { group: { stream, series, range: plan.period }, covered: [] };
    }
    return;
  }
  const days = Math.max(1, (plan.period.to - plan.period.from) / DAY);
  const recordsPerDay = Math.max(1, stream.records / stream.series.length / days);
  const daysPerGroup = Math.max(1, Math.floor(groupRecords / recordsPerDay));
  for (const missing of subtract(plan.period, run.held)) {
    const seriesPerGroup = Math.floor(groupRecords / (recordsPerDay * ((missing.to - missing.from) / DAY)));
    for (const series of chunks(run.series, seriesPerGroup)) {
      for (const range of split(missing, daysPerGroup * DAY)) {
        yield { group: { stream, series, range }, covered: coveredBefore(run.held, missing, range) };
      }
    }
  }
}

/** Pieces of about the same length, none longer than `size`, and none empty. */
function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / Math.max(1, Math.floor(size)));
  const cut = (i: number) => Math.round((i * items.length) / count);
  return Array.from({ length: count }, (_, i) => items.slice(cut(i), cut(i + 1)));
}

/**
 * Cuts what is longer than `length` at multiples of it since the epoch: where the range starts does not matter then.
 * What is not longer stays whole: a small rest costs a target as much as a large group.
 */
function* split(range: Range, length: number): Generator<Range> {
  if (range.to - range.from <= length) {
    yield range;
    return;
  }
  for (let from = range.from; from < range.to;) {
    const to = Math.min(range.to, (Math.floor(from / length) + 1) * length);
    yield { from, to };
    from = to;
  }
}

/** An occurrence that touches two pieces belongs to the earlier one. */
function coveredBefore(held: Ranges, missing: Range, piece: Range): Ranges {
  return union([...held, { from: missing.from, to: piece.from }]);
}
