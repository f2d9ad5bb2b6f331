/** Reads what sources hold and the target does not, and writes it a group at a time. */
import { resolve } from 'node:path';
import { canonical } from '../model/canonical.ts';
import {
  type Group,
  type Plan,
  type PlannedStream,
  type Series,
  type SourceInput,
  writtenStream,
} from '../model/plan.ts';
import type { Batch, Table } from '../model/table.ts';
import type { Json, Range } from '../model/units.ts';
import { plural } from '../report/numbers.ts';
import { addRecord, addValues, emptyFingerprint, rowKey, toHex } from '../simulate/fingerprint.ts';
import type { Log, Merged, MergeWork, Target } from '../sinks/sink.ts';
import { arrange, batchesOf, PLACE, type Arranged } from '../sources/arrange.ts';
import type { SourceColumn } from '../sources/definition.ts';
import { checkWritable } from '../sources/inside.ts';
import { spansOf } from '../sources/spans.ts';
import { Store, type Reject, type Segment } from '../sources/store.ts';
import type { Coverage } from './coverage.ts';
import { interrupted, writtenIn, type Interruption, type Progress } from './execute.ts';
import { subtract } from './intervals.ts';
import { RejectFile } from './rejects.ts';
import type { FoundSource, FoundSources } from './sources.ts';
import { addAll, noneAdded, type Added } from './tally.ts';

/** The ledger counts records of an input in place of instants: all of them, and what may follow. */
const WHOLE: Range = { from: 0, to: Date.UTC(9999, 11, 31) };

/** Records that are in memory at once, about; twice, while one half is written. */
const MOST_RECORDS = 524_288;

/** Half of what the target likes best in one group: two fillings are there at once, and the first is written the sooner. */
const fillingOf = (groupRecords: number): number => Math.min(MOST_RECORDS, Math.ceil(groupRecords / 2));

export interface Ingestion {
  readonly plan: Plan;
  readonly target: Target;
  readonly sources: FoundSources;
  readonly coverage: Coverage;
  /** What the target likes best in one group. */
  readonly groupRecords: number;
  readonly interruption: Interruption;
  readonly progress: Progress;
  readonly log: Log;
}

/** What became of the records of a stream that were read. */
export interface Ingested {
  /** All that were read; the fingerprint is that of the good ones, also of repeated ones. */
  readonly added: Added;
  /** Of these, records with the key of another and other values. */
  readonly conflicts: number;
  /** Where the rejected ones are. */
  readonly rejects: string;
}

/** By stream. */
export async function ingest(ingestion: Ingestion): Promise<ReadonlyMap<string, Ingested>> {
  const ingested = new Map<string, Ingested>();
  for (const stream of ingestion.plan.streams) {
    if (stream.kind !== 'records') continue;
    const { source } = writtenStream(ingestion.plan, stream.id);
    ingested.set(
      stream.id,
      await new StreamIngestion(ingestion, stream, ingestion.sources.get(source!)!, source!).run(),
    );
  }
  return ingested;
}

/** The first record of a content that the ledger does not vouch for; null: it has all of them. */
function missing({ held }: Coverage, { id }: PlannedStream, content: string): number | null {
  return subtract(WHOLE, held.get(id)?.get(content) ?? [])[0]?.from ?? null;
}

/** What of the inputs has to be read, in bytes; each content once for each stream. */
export function bytesToRead(plan: Plan, sources: FoundSources, coverage: Coverage): number {
  let bytes = 0;
  for (const stream of plan.streams) {
    const name = writtenStream(plan, stream.id).source;
    const inputs = stream.kind === 'records' ? (sources.get(name!)?.inputs ?? []) : [];
    const contents = new Map(inputs.map((input) => [input.hash, input.bytes]));
    for (const [content, size] of contents) if (missing(coverage, stream, content) !== null) bytes += size;
  }
  return bytes;
}

class StreamIngestion {
  private readonly ingestion: Ingestion;
  private readonly stream: PlannedStream;
  private readonly source: FoundSource;
  private readonly columns: readonly SourceColumn[];
  private readonly rejects: RejectFile;
  private readonly series: ReadonlyMap<string, Series>;
  private result: Ingested;

  constructor(ingestion: Ingestion, stream: PlannedStream, source: FoundSource, name: string) {
    this.ingestion = ingestion;
    this.stream = stream;
    this.source = source;
    this.columns = source.context.columns;
    this.series = new Map(stream.series.map((series) => [series.id, series]));
    const written = source.context.options['rejects'] as string | null;
    const path = written ?? `out/${ingestion.plan.scenario.name}-${name}-rejects.ndjson`;
    checkWritable(path, source.context.source.place);
    this.rejects = new RejectFile(resolve(path));
    this.result = { added: noneAdded(), conflicts: 0, rejects: path };
  }

  async run(): Promise<Ingested> {
    const { coverage, interruption, groupRecords } = this.ingestion;
    const missingFrom = (content: string): number | null => missing(coverage, this.stream, content);
    this.rejects.open((content, record) => {
      const from = this.series.has(content) ? missingFrom(content) : 0;
      return from === null || record < from;
    });
    const { progress } = this.ingestion;
    const told = (input: SourceInput, bytes: number) => progress.read?.(input, bytes);
    const reader = await this.source.reader.open({ ...this.source.context, progress: told });
    const store = new Store(this.columns, fillingOf(groupRecords));
    // While one filling is written, the next is read and arranged.
    let writing: Promise<void> = Promise.resolve();
    const flush = async () => {
      const fillings = this.fillings(store);
      await writing;
      store.clear();
      writing = this.writeAll(fillings);
      // A failure is thrown by the next flush or at the end; until then it must not count as unhandled.
      writing.catch(() => undefined);
      if (interruption.stopping.aborted) {
        await writing;
        throw interrupted(interruption, writtenIn(new Map([[this.stream.id, this.result.added]])));
      }
    };
    const seen = new Set<string>();
    try {
      for (const input of this.source.inputs) {
        const from = missingFrom(input.hash);
        if (from === null || seen.has(input.hash)) continue;
        seen.add(input.hash);
        for await (const _ of reader.read(input, from, store)) await flush();
        if (store.full) await flush();
      }
      await flush();
    } finally {
      await writing;
    }
    return this.result;
  }

  private async writeAll(fillings: readonly Filling[]): Promise<void> {
    for (const filling of fillings) await this.write(filling);
  }

  /** What the store holds: whole inputs together, and what begins or ends inside of one alone. */
  private fillings(store: Store): readonly Filling[] {
    const whole = store.segments.filter(({ from, done }) => from === 0 && done);
    const parts = store.segments.filter(
      (segment) => !whole.includes(segment) && (segment.done || segment.to > segment.from),
    );
    const groups = [...(whole.length === 0 ? [] : [whole]), ...parts.map((part) => [part])];
    const lines = store.lines.slice(0, store.count);
    return groups.map((segments): Filling => {
      const [first, last] = [segments[0]!, segments.at(-1)!];
      const arranged = arrange(store, first.firstRow, last.endRow, this.columns, this.stream.table.key);
      return {
        segments,
        group: {
          stream: this.stream,
          series: segments.map(({ input }) => this.series.get(input.hash)!),
          range: { from: first.from, to: last.done ? WHOLE.to : last.to },
        },
        arranged,
        rejects: store.rejects.filter(({ input }) => segments.some((segment) => segment.input === input)),
        lines,
        fingerprint: this.fingerprintOf(arranged),
      };
    });
  }

  private async write(filling: Filling): Promise<void> {
    const { progress, log } = this.ingestion;
    const { group, arranged, rejects, fingerprint } = filling;
    const { rows, keptRows, clashes } = arranged;
    let conflicts = 0;
    let told = false;
    const shown = function* (batches: Iterable<Batch>): Generator<Batch> {
      for (const batch of batches) {
        yield batch;
        progress.batch(batch);
      }
    };
    const work: MergeWork = {
      group,
      batches: () => shown(batchesOf(arranged, this.columns, this.stream.table)),
      placed: () => shown(batchesOf(arranged, this.columns, placedTable(this.stream.table))),
      spans: this.stream.table.key === null ? null : spansOf(arranged, this.columns, this.stream.table.key),
      result: () => ({ records: keptRows.count, fingerprint }),
      // They are on the disk before the ledger says that their records are done.
      conflicts: (places) => {
        // A transaction that was cut off asks again.
        if (told) return;
        told = true;
        const reasons = new Map<number, Reason>();
        for (const { row, other } of clashes) reasons.set(row, { other });
        for (const place of places) reasons.set(keptRows.order[place]!, 'the target has its key with other values');
        conflicts = reasons.size;
        this.rejects.append([...rejects, ...this.refuse(filling, reasons)]);
      },
    };
    const { written, receipt } = await this.merge(work);
    const before = this.result;
    const now = { ...noneAdded(), records: rows.count + rejects.length, fingerprint };
    const refused = receipt?.rejected ?? 0;
    const lost = {
      present: rows.count - written - conflicts - refused,
      rejected: rejects.length + conflicts + refused,
      rejections: receipt?.rejections ?? [],
    };
    this.result = {
      ...before,
      added: addAll(before.added, { ...now, ...lost }),
      conflicts: before.conflicts + conflicts,
    };
    log.debug(
      `wrote ${this.stream.id}: ${plural(group.series.length, 'input')}, records ${group.range.from} to ${group.range.to}: ` +
        `${written} of ${rows.count} written, ${rejects.length + conflicts} rejected, fingerprint ${fingerprint}`,
    );
  }

  private async merge(work: MergeWork): Promise<Merged> {
    const { target } = this.ingestion;
    if (target.merge !== undefined && this.stream.table.key !== null) return target.merge(work);
    work.conflicts([]);
    const receipt = (await target.write(work)) ?? undefined;
    const { records } = work.result();
    return receipt === undefined
      ? { written: records }
      : { written: records - receipt.present - receipt.rejected, receipt };
  }

  /** Records that were good and are not taken, in their order. @param reasons by row of the store */
  private refuse({ arranged: { rows, series }, segments, lines }: Filling, reasons: ReadonlyMap<number, Reason>) {
    const texts = new Map<number, string>();
    for (const one of series) {
      for (let at = one.from; at < one.to; at++) {
        const row = rows.order[at]!;
        if (!reasons.has(row)) continue;
        const record = Object.fromEntries(
          this.columns.map(({ name, type }, i) => {
            const value = type === 'text' ? one.texts[name] : rows.columns[i]?.[at];
            return [name, type === 'timestamp' && typeof value === 'number' ? new Date(value).toISOString() : value];
          }),
        );
        texts.set(row, JSON.stringify(record));
      }
    }
    const placeOf = (row: number) => segments.find(({ firstRow, endRow }) => row >= firstRow && row < endRow)!;
    return [...reasons]
      .sort(([a], [b]) => a - b)
      .map(([row, reason]): Reject => {
        const { input, from } = placeOf(row);
        const said = { input, record: from, line: lines[row]!, column: 1, text: texts.get(row)! };
        if (typeof reason === 'string') return { ...said, reason };
        const { input: held } = placeOf(reason.other);
        const where = `line ${lines[reason.other]!}${held === input ? '' : ` of ${held.name}`}`;
        return { ...said, reason: `it has the key of ${where}, and other values` };
      });
  }

  /** Of all good records, in no order: as values of series where they are, else record by record. */
  private fingerprintOf({ series, rows }: Arranged): string {
    const sum = emptyFingerprint();
    const indices = (type: string) => this.columns.flatMap((column, i) => (column.type === type ? [i] : []));
    const [times, values, any] = [indices('timestamp'), indices('number'), [...indices('boolean'), ...indices('json')]];
    const plain = times.length === 1 && values.length === 1 && any.length === 0;
    for (const { texts, from, to } of series) {
      const of = (i: number) => (rows.columns[i] as Float64Array).subarray(from, to);
      if (plain) addValues(sum, rowKey(canonical(texts), '', '', 0), of(times[0]!), of(values[0]!), to - from);
      else for (let at = from; at < to; at++) addRecord(sum, { ...texts, ...this.valuesAt(rows, at) });
    }
    return toHex(sum);
  }

  private valuesAt({ columns }: Arranged['rows'], at: number): { readonly [name: string]: Json } {
    return Object.fromEntries(
      this.columns.flatMap(({ name }, i) => {
        const value = columns[i]?.[at];
        return value === undefined || Number.isNaN(value) ? [] : [[name, value]];
      }),
    );
  }
}

/** Why a good record is not taken: in words, or the row that has its key. */
type Reason = string | { readonly other: number };

/** What is written together. */
interface Filling {
  readonly group: Group;
  readonly segments: readonly Segment[];
  readonly arranged: Arranged;
  readonly fingerprint: string;
  readonly rejects: readonly Reject[];
  /** Of each row of the store that they were in. */
  readonly lines: Float64Array;
}

const placedTable = (table: Table): Table => ({ ...table, columns: [...table.columns, PLACE] });
