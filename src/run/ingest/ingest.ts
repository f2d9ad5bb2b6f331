/** Reads what sources hold and the target does not, and writes it a group at a time. */
import { resolve } from 'node:path';
import { type Plan, type PlannedStream, type Series, type SourceInput, writtenStream } from '../../model/plan.ts';
import type { Batch, Table } from '../../model/table.ts';
import { plural } from '../../report/numbers.ts';
import type { Log, Merged, MergeWork, Target } from '../../sinks/sink.ts';
import { batchesOf, PLACE } from '../../sources/arrange.ts';
import type { SourceColumn } from '../../sources/definition.ts';
import { checkWritable } from '../../sources/inside.ts';
import { spansOf } from '../../sources/spans.ts';
import { Store } from '../../sources/store.ts';
import type { Coverage } from '../coverage.ts';
import { interrupted, writtenIn, type Interruption, type Progress } from '../execute.ts';
import { subtract } from '../intervals.ts';
import type { FoundSource, FoundSources } from '../sources.ts';
import { addAll, noneAdded, type Added } from '../tally.ts';
import { type Filling, fillingsOf, type Reason, refusedOf, WHOLE } from './filling.ts';
import { RejectFile } from './rejects.ts';

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
    // Files that this run does not read may be held as well; what was rejected of them stays known.
    const held = new Set(
      coverage.entries
        .filter(({ stream }) => stream === this.stream.id)
        .flatMap(({ series }) => series.map(({ id }) => id)),
    );
    this.rejects.open((content, record) => {
      if (!this.series.has(content)) return held.has(content);
      const from = missingFrom(content);
      return from === null || record < from;
    });
    const { progress, log } = this.ingestion;
    const told = (input: SourceInput, bytes: number) => progress.read?.(input, bytes);
    const reader = await this.source.reader.open({ ...this.source.context, progress: told });
    const store = new Store(this.columns, fillingOf(groupRecords));
    // While one filling is written, the next is read and arranged.
    let writing: Promise<void> = Promise.resolve();
    const flush = async () => {
      const fillings = fillingsOf(store, this.stream, this.columns, this.series);
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
        // Nobody reads a file for nothing: most often it is another one, or its records lie elsewhere.
        if (from === 0 && store.segments.at(-1)?.to === 0) {
          log.warn(`${input.name} holds no record where its source looks for them`);
        }
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
        this.rejects.append([...rejects, ...refusedOf(filling, this.columns, reasons)]);
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
}

const placedTable = (table: Table): Table => ({ ...table, columns: [...table.columns, PLACE] });
