/** Streams of metrics: cells are compared by count and hash, and only those that differ row by row. */
import type { PlannedStream, Series } from '../../model/plan.ts';
import type { Range } from '../../model/units.ts';
import type { DifferentCell } from '../../sinks/verification.ts';
import { NOTHING_HELD } from '../coverage.ts';
import { groupsOf } from '../groups.ts';
import { intersect, type Ranges, subtract, within } from '../intervals.ts';
import { add, sum, type Tally } from '../tally.ts';
import type { Context } from './context.ts';
import { Finding, none } from './findings.ts';
import { seriesByKey, textOf } from './keys.ts';
import { Expected, isSame, type Row, rowsOf } from './rows.ts';

/** Compares the stream; gives the tally of all of its records as they should be. */
export async function verifyCells(context: Context, stream: PlannedStream): Promise<Tally> {
  const { plan, simulation, verification, groupRecords } = context;
  let tally = sum([]);
  for (const { group } of groupsOf({ ...plan, streams: [stream] }, NOTHING_HELD, groupRecords)) {
    const byKey = seriesByKey(stream, group.series);
    const records = simulation.records(group, []);
    const cells = await verification.differentCells({
      stream,
      keys: [...byKey.values()].map(({ key }) => key),
      range: group.range,
      pass: context.passOf(stream),
      batches: () => context.watched(records.batches()),
    });
    tally = add(tally, records.result());
    for (const days of consecutive(cells)) {
      const { series } = byKey.get(textOf(days[0].key))!;
      await compareDays({ context, stream, series, held: context.heldOf(stream, series) }, days);
    }
  }
  return tally;
}

type Days = readonly [DifferentCell, ...DifferentCell[]];

/** Days of one key that follow each other, either all empty in the target or none. */
function consecutive(cells: readonly DifferentCell[]): readonly Days[] {
  const runs: [DifferentCell, ...DifferentCell[]][] = [];
  for (const cell of cells) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last !== undefined && textOf(last.key) === textOf(cell.key) && last.range.to === cell.range.from;
    if (run !== undefined && follows && (last.found === 0) === (cell.found === 0)) run.push(cell);
    else runs.push([cell]);
  }
  return runs;
}

/** What the rows of one key are compared with. */
interface Subject {
  readonly context: Context;
  readonly stream: PlannedStream;
  readonly series: readonly Series[];
  readonly held: Ranges;
}

async function compareDays(subject: Subject, days: Days): Promise<void> {
  const { context, stream } = subject;
  const { findings } = context;
  const range = { from: days[0].range.from, to: days.at(-1)!.range.to };
  const empty = days[0].found === 0;
  const rows = empty ? null : new Reading(context.verification.rows({ stream, keys: [days[0].key], range }));
  try {
    for (const day of days) {
      const finding = new Finding(stream, findings.wantsExamples);
      if (rows === null && isWhole(day.range, subject.held)) nothingThere(subject, day, finding);
      else await compareRows(subject, day.range, rows, finding);
      // Sums may differ where rows mean the same: JSON that somebody has formatted. What rows say holds.
      findings.add(finding.at(day.key, day.range));
    }
  } finally {
    await rows?.close();
  }
}

/** The ledger holds all of the range, or nothing of it. */
const isWhole = (range: Range, held: Ranges): boolean =>
  held.some((one) => within(range, one)) || held.every((one) => intersect(one, range) === null);

function nothingThere(subject: Subject, { range, expected }: DifferentCell, finding: Finding): void {
  const unwritten = subtract(range, subject.held).length === 0 ? 0 : expected;
  finding.count({ ...none, missing: expected, unwritten });
  if (!subject.context.findings.wantsExamples) return;
  for (const row of expectedRows(subject, range)) {
    finding.show('missing', row, null);
    return;
  }
}

async function compareRows(subject: Subject, range: Range, rows: Reading | null, finding: Finding): Promise<void> {
  const { stream, held } = subject;
  const expected = new Expected(stream.table);
  for (const row of expectedRows(subject, range)) expected.add(row);
  const at = stream.table.columns.findIndex(({ name }) => name === stream.keyColumns.time);
  const timeOf = (row: Row) => row[at] as number;
  const before = (row: Row) => timeOf(row) < range.to;
  for (let found = await rows?.next(before); found !== undefined; found = await rows?.next(before)) {
    const should = expected.take(found);
    if (should === null) finding.extra(found);
    else if (!isSame(should, found)) finding.different(should, found);
  }
  for (const row of expected.left()) {
    const time = timeOf(row);
    finding.missing(row, !held.some(({ from, to }) => time >= from && time < to));
  }
}

function* expectedRows({ context, stream, series }: Subject, range: Range): Generator<Row> {
  const records = context.simulation.records({ stream, series, range }, []);
  for (const batch of context.asHeld(records.batches())) yield* rowsOf(batch);
}

/** Rows one by one; the next may be looked at before it is taken. */
class Reading {
  private readonly rows: AsyncIterator<Row>;
  private ahead: Row | undefined;

  constructor(rows: AsyncIterable<Row>) {
    this.rows = rows[Symbol.asyncIterator]();
  }

  /** Undefined where there is none that is wanted; that one stays. */
  async next(wanted: (row: Row) => boolean): Promise<Row | undefined> {
    if (this.ahead === undefined) {
      const next = await this.rows.next();
      if (next.done === true) return undefined;
      this.ahead = next.value;
    }
    if (!wanted(this.ahead)) return undefined;
    const row = this.ahead;
    this.ahead = undefined;
    return row;
  }

  async close(): Promise<void> {
    await this.rows.return?.();
  }
}
