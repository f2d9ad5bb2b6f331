/**
 * Streams of metrics whose record leaves out the asset or the time: no series or day can be asked for, so all rows are
 * counted and hashed together. What is different is counted, and no row can be named.
 */
import { canonical } from '../../model/canonical.ts';
import type { PlannedStream } from '../../model/plan.ts';
import { addRecord, emptyFingerprint, toHex } from '../../simulate/fingerprint.ts';
import { union } from '../intervals.ts';
import type { Tally } from '../tally.ts';
import type { Context } from './context.ts';
import { Finding, none } from './findings.ts';
import { seriesByKey } from './keys.ts';
import { type Row, rowsOf } from './rows.ts';

/** Compares the stream; gives the tally of all of its records as they should be. */
export async function verifyWhole(context: Context, stream: PlannedStream): Promise<Tally> {
  const { plan, simulation, verification, findings } = context;
  const all = simulation.records({ stream, series: stream.series, range: plan.period }, []);
  const tally = context.counted(all);
  const keys = [...seriesByKey(stream, stream.series).values()].map(({ key }) => key);

  // Without a time, what is held of other periods cannot be told from what is not: all of it is made again.
  const should = new Sum();
  for (const series of stream.series) {
    for (const range of union([plan.period, ...context.heldOf(stream, [series])])) {
      const records = simulation.records({ stream, series: [series], range }, []);
      for (const batch of context.asHeld(records.batches())) for (const row of rowsOf(batch)) should.add(row);
    }
  }
  const is = new Sum();
  for await (const row of verification.rows({ stream, keys, range: null })) is.add(row);

  const finding = new Finding(stream, false);
  const [missing, extra] = [Math.max(0, should.rows - is.rows), Math.max(0, is.rows - should.rows)];
  const different = missing === 0 && extra === 0 && should.text !== is.text ? 1 : 0;
  finding.count({ ...none, missing, extra, different });
  findings.add(finding.at({ asset: null, metric: null }, plan.period));
  return tally;
}

/** Of rows in any order. */
class Sum {
  rows = 0;
  private readonly sum = emptyFingerprint();

  add(row: Row): void {
    this.rows += 1;
    addRecord(this.sum, canonical(row));
  }

  get text(): string {
    return toHex(this.sum);
  }
}
