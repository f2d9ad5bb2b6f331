import { expect } from 'chai';
import fc from 'fast-check';
import { prepare } from '../../../src/run/prepare.ts';
import { createSimulation } from '../../../src/simulate/simulation.ts';
import { columnOf } from '../../../src/simulate/series/column.ts';
import { autocorrelation } from '../../../src/simulate/series/description.ts';
import { histogram } from '../../../src/simulate/series/histogram.ts';
import { dayProfile, quantile, weekProfile } from '../../../src/simulate/series/quantiles.ts';
import { parts, thin } from '../../../src/simulate/series/reduce.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Values of a few digits, as metrics have them. */
const values = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 300 })
  .map((all) => Float64Array.from(all, (value) => value / 4));
const column = values.map((all) => ({ times: all.map((_, i) => i * HOUR), values: all }));

describe('a series as a whole', () => {
  it('has the records that a run writes', () => {
    const { plan } = prepare('deploys', { now: '2025-02-09T00:00:00Z', days: 3 }, 0);
    const { engine, records } = createSimulation(plan);
    const stream = plan.streams.find(({ kind }) => kind === 'metrics')!;
    for (const series of stream.series) {
      const written: number[] = [];
      for (const batch of records({ stream, series: [series], range: plan.period }, []).batches()) {
        const numbers = batch.columns.find(({ kind }) => kind === 'numbers')!;
        if (numbers.kind === 'numbers') written.push(...numbers.values.subarray(0, batch.count));
      }
      const seen = columnOf(engine, engine.find(series.asset)!, series.metric!, plan.period)!;
      expect([...seen.values], series.id).to.deep.equal(written);
      expect(seen.times).to.have.length(written.length);
    }
  });
});

describe('quantiles', () => {
  it('lie between the values around them', () => {
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.5)).to.equal(2.5);
    expect(quantile(Float64Array.of(1, 2, 3, 4, 5), 0.95)).to.be.closeTo(4.8, 1e-12);
    expect(quantile(new Float64Array(0), 0.5)).to.be.NaN;
  });

  it('of the day are those of the wall clock, on both sides of a change of clocks', () => {
    // In Rome clocks went forward on 30 March 2025: 08:00 is 07:00 UTC before, 06:00 UTC after.
    const times = Float64Array.from({ length: 96 }, (_, i) => Date.UTC(2025, 2, 28) + i * HOUR);
    const eight = (t: number): boolean => new Date(t).getUTCHours() === (t < Date.UTC(2025, 2, 30, 1) ? 7 : 6);
    const profile = dayProfile({ times, values: times.map((t) => Number(eight(t))) }, 'Europe/Rome', 24);
    expect(
      [...profile.median].map((median, hour) => [hour, median]).filter(([, median]) => median === 1),
    ).to.deep.equal([[8, 1]]);
  });

  it('of the week begin on Monday', () => {
    // 2025-02-09 is a Sunday.
    const at = Date.UTC(2025, 1, 9, 12);
    const { median } = weekProfile({ times: Float64Array.of(at), values: Float64Array.of(5) }, 'UTC', 168);
    expect(median.indexOf(5)).to.equal(6 * 24 + 12);
    expect([...median].filter((value) => !Number.isNaN(value))).to.deep.equal([5]);
  });

  it('of slots are those of the values in them', () => {
    fc.assert(
      fc.property(column, ({ times, values: all }) => {
        const { low, median, high } = dayProfile({ times, values: all }, 'UTC', 24);
        for (let hour = 0; hour < 24; hour++) {
          const sorted = all.filter((_, i) => i % 24 === hour).sort();
          expect([low[hour], median[hour], high[hour]]).to.deep.equal(
            [0.05, 0.5, 0.95].map((share) => quantile(sorted, share)),
          );
        }
      }),
    );
  });
});

describe('fewer points than records', () => {
  it('are records, with the first, the last and every extreme of the whole', () => {
    fc.assert(
      fc.property(column, fc.integer({ min: 6, max: 100 }), (all, most) => {
        const kept = thin(all, most);
        expect(kept.values.length).to.be.at.most(Math.max(most, Math.min(all.values.length, 6)));
        for (const [i, t] of kept.times.entries()) expect(kept.values[i]).to.equal(all.values[t / HOUR]);
        expect([...kept.times]).to.deep.equal([...new Set(kept.times)].sort((a, b) => a - b));
        expect([Math.min(...kept.values), Math.max(...kept.values)]).to.deep.equal([
          Math.min(...all.values),
          Math.max(...all.values),
        ]);
        expect([kept.times[0], kept.times.at(-1)]).to.deep.equal([all.times[0], all.times.at(-1)]);
      }),
    );
  });

  it('are the bounds and the mean of each part', () => {
    const made = parts(
      { times: Float64Array.of(0, 1, 2, 9), values: Float64Array.of(4, 2, 6, 1) },
      { from: 0, to: 10 },
      5,
    );
    expect([...made.min]).to.deep.equal([2, 6, NaN, NaN, 1]);
    expect([...made.max]).to.deep.equal([4, 6, NaN, NaN, 1]);
    expect([...made.mean]).to.deep.equal([3, 6, NaN, NaN, 1]);
  });
});

describe('a histogram', () => {
  it('holds every value once, in bins of round widths', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 60 }), (all, bins) => {
        const sorted = all.slice().sort();
        const { from, width, counts } = histogram(sorted, 0.25, bins);
        expect(counts.reduce((a, b) => a + b, 0)).to.equal(all.length);
        expect(counts.length).to.be.at.most(bins + 1);
        expect(from).to.be.at.most(sorted[0]!);
        expect(from + counts.length * width).to.be.above(sorted.at(-1)!);
        expect(Number.isInteger(width / 0.25)).to.equal(true);
        const own = all.filter((value) => value >= from && value < from + width).length;
        expect(counts[0]).to.equal(own);
      }),
    );
  });
});

describe('autocorrelation', () => {
  const times = Float64Array.from({ length: 200 }, (_, i) => i * HOUR);

  it('is 1 after a whole period, and -1 after half of one', () => {
    const day = { times, values: times.map((t) => ((t / DAY) % 1 < 0.5 ? 1 : -1)) };
    expect(autocorrelation(day, DAY, 0)).to.be.closeTo(1, 1e-12);
    expect(autocorrelation(day, DAY / 2, 0)).to.be.closeTo(-1, 1e-12);
  });

  it('is of pairs that lie exactly so far apart, and of enough of them', () => {
    const gappy = { times: times.filter((_, i) => i % 3 !== 0), values: times.filter((_, i) => i % 3 !== 0) };
    expect(autocorrelation(gappy, HOUR, 100 * HOUR)).to.be.above(0.9);
    expect(autocorrelation(gappy, 199 * HOUR, 0)).to.equal(null);
    expect(autocorrelation({ times, values: times.map(() => 3) }, HOUR, 3)).to.equal(null);
  });
});
