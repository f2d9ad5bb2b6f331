/** What was found to be different: counted by stream, and by series and period as far as a report can hold it. */
import type { PlannedStream } from '../../model/plan.ts';
import type { AssetId, Json, MetricName, Range } from '../../model/units.ts';
import { iso } from '../../report/numbers.ts';
import type { SeriesKey } from '../../sinks/verification.ts';
import type { Row } from './rows.ts';

export interface Counts {
  /** Not there. */
  readonly missing: number;
  /** Of the missing: those that the ledger does not hold either, which a run would write. */
  readonly unwritten: number;
  /** There, and of no record of the scenario. */
  readonly extra: number;
  /** There, with other values. */
  readonly different: number;
}

export type Kind = 'missing' | 'extra' | 'different';

/** One record of a kind, by the names of its columns. */
export interface Example {
  readonly kind: Kind;
  readonly expected: Fields | null;
  readonly found: Fields | null;
}

export type Fields = { readonly [column: string]: Json };

export interface Difference extends Counts {
  readonly stream: string;
  /** Null where a record has no such column. */
  readonly asset: AssetId | null;
  readonly metric: MetricName | null;
  /** Days that follow each other, within the period; null: records that belong to no time. */
  readonly range: Range | null;
  /** At most one of each kind. */
  readonly examples: readonly Example[];
}

/** A report of more would be read by nobody; all are counted. */
const LISTED = 1000;
/** Differences that have examples. */
const SHOWN = 100;

export class Findings {
  private readonly list: Difference[] = [];
  private readonly sums = new Map<string, Counts>();
  private unlisted = 0;
  private readonly ledgerIsWhole: boolean;

  /** @param ledgerIsWhole false: what the ledger does not hold may be there all the same, and no run would write it */
  constructor(ledgerIsWhole: boolean) {
    this.ledgerIsWhole = ledgerIsWhole;
  }

  /** Whether another example would be shown. */
  get wantsExamples(): boolean {
    return this.list.length < SHOWN;
  }

  /** Null: nothing was different. */
  add(difference: Difference | null): void {
    if (difference === null) return;
    const found = this.ledgerIsWhole ? difference : { ...difference, unwritten: 0 };
    const { stream } = found;
    this.sums.set(stream, plus(this.sums.get(stream) ?? none, found));
    const last = this.list.at(-1);
    if (last !== undefined && this.unlisted === 0 && continues(last, found))
      this.list[this.list.length - 1] = join(last, found);
    else if (this.list.length < LISTED) this.list.push(found);
    else this.unlisted += 1;
  }

  of(stream: PlannedStream): Counts {
    return this.sums.get(stream.id) ?? none;
  }

  all(): { readonly differences: readonly Difference[]; readonly unlisted: number } {
    return { differences: this.list, unlisted: this.unlisted };
  }
}

export const none: Counts = { missing: 0, unwritten: 0, extra: 0, different: 0 };

export const plus = (a: Counts, b: Counts): Counts => ({
  missing: a.missing + b.missing,
  unwritten: a.unwritten + b.unwritten,
  extra: a.extra + b.extra,
  different: a.different + b.different,
});

/** The next days of the same series. */
function continues(before: Difference, { stream, asset, metric, range }: Difference): boolean {
  return (
    before.stream === stream &&
    before.asset === asset &&
    before.metric === metric &&
    before.range !== null &&
    range?.from === before.range.to
  );
}

function join(before: Difference, after: Difference): Difference {
  const known = new Set(before.examples.map(({ kind }) => kind));
  return {
    ...before,
    ...plus(before, after),
    range: { from: before.range!.from, to: after.range!.to },
    examples: [...before.examples, ...after.examples.filter(({ kind }) => !known.has(kind))],
  };
}

/** Counts the rows of one place, and keeps the first of each kind. */
export class Finding {
  private counts: Counts = none;
  private readonly examples: Example[] = [];
  private readonly stream: PlannedStream;
  private readonly shown: boolean;

  constructor(stream: PlannedStream, shown: boolean) {
    this.stream = stream;
    this.shown = shown;
  }

  /** `unwritten`: no ledger holds it, so that a run would write it. */
  missing(expected: Row, unwritten: boolean): void {
    this.count({ ...none, missing: 1, unwritten: unwritten ? 1 : 0 });
    this.show('missing', expected, null);
  }

  extra(found: Row): void {
    this.count({ ...none, extra: 1 });
    this.show('extra', null, found);
  }

  different(expected: Row, found: Row): void {
    this.count({ ...none, different: 1 });
    this.show('different', expected, found);
  }

  count(more: Counts): void {
    this.counts = plus(this.counts, more);
  }

  show(kind: Kind, expected: Row | null, found: Row | null): void {
    if (!this.shown || this.examples.some((example) => example.kind === kind)) return;
    this.examples.push({ kind, expected: this.fields(expected), found: this.fields(found) });
  }

  /** Null where nothing was different. */
  at({ asset, metric }: SeriesKey, range: Range | null): Difference | null {
    const { missing, extra, different } = this.counts;
    if (missing + extra + different === 0) return null;
    return { stream: this.stream.id, asset, metric, range, ...this.counts, examples: this.examples };
  }

  private fields(row: Row | null): Fields | null {
    if (row === null) return null;
    return Object.fromEntries(
      this.stream.table.columns.map(({ name, type }, i) => {
        const value = row[i] ?? null;
        return [name, type === 'timestamp' && typeof value === 'number' ? iso(value) : value];
      }),
    );
  }
}
