/**
 * Streams of assets and of events: few records, compared one by one. An occurrence belongs to the range that first
 * touched it, so one of the plan may be held in a range outside of the plan, and one that is there may belong to such
 * a range and not to the plan.
 */
import { type PlannedStream, type Series, writtenStream } from '../../model/plan.ts';
import type { Range } from '../../model/units.ts';
import type { SeriesKey } from '../../sinks/verification.ts';
import { nameOf, type Ranges, within } from '../intervals.ts';
import { add, sum, type Tally } from '../tally.ts';
import type { Context } from './context.ts';
import { Finding } from './findings.ts';
import { seriesByKey } from './keys.ts';
import { Expected, isSame, keyOf, type Row, rowsOf } from './rows.ts';

/** Series whose records are in memory at once. */
const SERIES = 2000;

/**
 * Compares the stream; gives the tally of all of its records as they should be.
 *
 * @param beside other streams whose records go to the same table
 */
export async function verifyEvents(
  context: Context,
  stream: PlannedStream,
  beside: readonly PlannedStream[],
): Promise<Tally> {
  let tally = sum([]);
  for (const { series, held } of piecesOf(context, stream)) {
    tally = add(tally, await verifyPiece(context, stream, series, held, beside));
  }
  return tally;
}

interface Piece {
  readonly series: readonly Series[];
  readonly held: Ranges;
}

/** Series with the same ranges in the target. */
function piecesOf({ coverage }: Context, stream: PlannedStream): readonly Piece[] {
  const held = coverage.held.get(stream.id);
  const pieces: { readonly series: Series[]; readonly held: Ranges }[] = [];
  const open = new Map<string, { readonly series: Series[]; readonly held: Ranges }>();
  for (const one of stream.series) {
    const ranges = held?.get(one.id) ?? [];
    let piece = open.get(nameOf(ranges));
    if (piece === undefined || piece.series.length === SERIES) {
      piece = { series: [], held: ranges };
      open.set(nameOf(ranges), piece);
      pieces.push(piece);
    }
    piece.series.push(one);
  }
  return pieces;
}

async function verifyPiece(
  context: Context,
  stream: PlannedStream,
  series: readonly Series[],
  held: Ranges,
  beside: readonly PlannedStream[],
): Promise<Tally> {
  const { plan, simulation, verification, findings } = context;
  const rows = (of: PlannedStream, some: readonly Series[], range: Range, covered: Ranges) => {
    return allRows(context, simulation.records({ stream: of, series: some, range }, covered).batches());
  };
  // 1. What the plan has, and what of it a run would still write.
  const expected = new Expected(stream.table);
  const planned = simulation.records({ stream, series, range: plan.period }, []);
  for (const batch of context.watched(planned.batches())) for (const row of rowsOf(batch)) expected.add(row);
  const key = keyOf(stream.table);
  const unwritten = new Set<string>();
  if (stream.kind === 'events' && !held.some((range) => within(plan.period, range))) {
    for (const row of rows(stream, series, plan.period, held)) unwritten.add(key(row));
  }
  const isUnwritten = (row: Row) => (stream.kind === 'events' ? unwritten.has(key(row)) : held.length === 0);

  // 2. What may be there besides: held outside of the plan's period, or of another stream.
  const others = new Expected(stream.table);
  held.forEach((range, i) => {
    if (stream.kind !== 'events' || within(range, plan.period)) return;
    for (const row of rows(stream, series, range, [plan.period, ...held.slice(0, i)])) others.add(row);
  });
  const assets = new Set(series.map(({ asset }) => asset));
  for (const other of beside) {
    const ofThem = other.series.filter(({ asset }) => assets.has(asset));
    for (const range of [...context.heldOf(other, ofThem), plan.period]) {
      for (const row of rows(other, ofThem, range, [])) others.add(row);
    }
  }

  // 3. What is there.
  const keys = [...seriesByKey(stream, series).values()].map((one) => one.key);
  const found = new Map<string, Finding>();
  const findingOf = (row: Row): Finding => {
    const name = JSON.stringify(keyIn(stream, row));
    const known = found.get(name) ?? new Finding(stream, findings.wantsExamples);
    found.set(name, known);
    return known;
  };
  const isOurs = ownRows(context, stream);
  for await (const row of verification.rows({ stream, keys, range: null })) {
    const should = expected.take(row);
    if (should !== null) {
      if (!isSame(should, row)) findingOf(row).different(should, row);
    } else if (!others.has(row) && isOurs(row)) findingOf(row).extra(row);
  }
  for (const row of expected.left()) findingOf(row).missing(row, isUnwritten(row));
  const period = stream.kind === 'assets' ? null : plan.period;
  for (const [name, finding] of found) findings.add(finding.at(JSON.parse(name) as SeriesKey, period));
  return planned.result();
}

function* allRows(context: Context, batches: Iterable<Parameters<typeof rowsOf>[0]>): Generator<Row> {
  for (const batch of context.asHeld(batches)) yield* rowsOf(batch);
}

/** What the columns of a row say of whose it is. */
function keyIn({ table, keyColumns: { asset, metric } }: PlannedStream, row: Row): SeriesKey {
  const of = (name: string | null) =>
    name === null ? null : (row[table.columns.findIndex((column) => column.name === name)] as string);
  return { asset: of(asset), metric: of(metric) };
}

/**
 * Whether a row that nobody made can be one of the stream: within the period, and with nothing in the columns that
 * only other streams of the table have.
 */
function ownRows({ plan }: Context, { id, table, keyColumns }: PlannedStream): (row: Row) => boolean {
  const { record } = writtenStream(plan, id);
  const foreign = table.columns.flatMap(({ name }, i) => (record.some((field) => field.name === name) ? [] : [i]));
  const time = table.columns.findIndex(({ name }) => name === keyColumns.time);
  const { from, to } = plan.period;
  return (row) => {
    const at = time < 0 ? from : (row[time] as number);
    return at >= from && at < to && foreign.every((i) => row[i] === null);
  };
}
