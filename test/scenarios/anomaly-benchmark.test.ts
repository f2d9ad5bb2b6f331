import { expect } from 'chai';
import { HOUR, MINUTE } from '../../src/model/units.ts';
import type { Row } from '../support/scenario.ts';
import { deviation, leastSquares, mean, readShipped, rowsBy } from './data.ts';

const TEN = Date.parse('2025-01-20T10:00:00Z');
const KINDS = [
  ['s-1', 'spike', 3 * MINUTE],
  ['s-2', 'level_shift', 6 * HOUR],
  ['s-3', 'trend', 12 * HOUR],
  ['s-4', 'variance', 4 * HOUR],
  ['s-5', 'frequency', 12 * HOUR],
  ['s-6', 'dropout', HOUR],
  ['s-7', 'stuck', 2 * HOUR],
] as const;

/** The shape that all series have. */
const wave = (t: number, period = 6 * HOUR): number => Math.sin((2 * Math.PI * t) / period);
const shape = (t: number): number => 50 + 10 * wave(t);

describe('anomaly-benchmark', () => {
  const data = readShipped('anomaly-benchmark');
  const bySeries = rowsBy(data.rows('metrics'), 'series');
  const labels = data.rows('incidents').map(({ asset_id: series, label, start, end }) => ({
    series: series as string,
    label: label as string,
    start: start as number,
    end: end as number,
  }));
  const inside = ({ t }: Row, { start, end }: { readonly start: number; readonly end: number }): boolean =>
    (t as number) >= start && (t as number) < end;
  /** What is left of the anomalous points of a series without the shape. */
  const residuals = (series: string): number[] =>
    bySeries
      .get(series)!
      .filter(({ is_anomaly: anomalous }) => anomalous === true)
      .map(({ t, v }) => (v as number) - shape(t as number));

  it('has one labelled kind of anomaly in each series, as long as it says', () => {
    for (const [series, label, length] of KINDS) {
      expect(labels.filter((one) => one.series === series)).to.deep.equal([
        { series, label, start: TEN, end: TEN + length },
      ]);
    }
  });

  it('marks exactly the points of those windows, with their kind', () => {
    for (const [series, rows] of bySeries) {
      const mine = labels.filter((one) => one.series === series);
      const wrong = rows.filter((row) => {
        const acting = mine.filter((window) => inside(row, window));
        return row['is_anomaly'] !== acting.length > 0 || row['kind'] !== (acting.at(-1)?.label ?? null);
      });
      expect(wrong).to.deep.equal([]);
    }
  });

  it('has a point each minute, but none of s-6 in its hour', () => {
    const { from, to } = data.plan.period;
    for (const [series, rows] of bySeries) {
      const missing = series === 's-6' ? 60 : 0;
      expect(rows.length).to.equal((to - from) / MINUTE - missing);
      expect(series !== 's-6' || !rows.some((row) => inside(row, { start: TEN, end: TEN + HOUR }))).to.equal(true);
    }
  });

  it('is everywhere else 50, a wave of 10 in 6 hours, and noise of 1', () => {
    for (const rows of bySeries.values()) {
      const rest = rows
        .filter(({ is_anomaly: anomalous }) => anomalous === false)
        .map(({ t, v }) => (v as number) - shape(t as number));
      expect(mean(rest)).to.be.closeTo(0, 6 / Math.sqrt(rest.length));
      expect(deviation(rest)).to.be.closeTo(1, 6 / Math.sqrt(2 * rest.length));
    }
  });

  it('s-1: three points 30 too high', () => {
    const found = residuals('s-1');
    expect(found.length).to.equal(3);
    for (const value of found) expect(value).to.be.closeTo(30, 6);
  });

  it('s-2: six hours 12 too high', () => {
    const found = residuals('s-2');
    expect(mean(found)).to.be.closeTo(12, 6 / Math.sqrt(found.length));
    expect(deviation(found)).to.be.closeTo(1, 6 / Math.sqrt(2 * found.length));
  });

  it('s-3: climbs by 2 an hour from where it was', () => {
    const found = residuals('s-3');
    const [from, slope] = leastSquares(
      found.map((_, i) => [1, i / 60]),
      found,
    );
    // Of n points an hour/60 apart, the slope has the variance 12 / (n · span²), the start 4 / n.
    expect(slope).to.be.closeTo(2, (6 * Math.sqrt(12 / found.length)) / 12);
    expect(from).to.be.closeTo(0, 6 * Math.sqrt(4 / found.length));
  });

  it('s-4: four times the noise, around the same shape', () => {
    const found = residuals('s-4');
    expect(mean(found)).to.be.closeTo(0, (6 * 4) / Math.sqrt(found.length));
    expect(deviation(found)).to.be.closeTo(4, (6 * 4) / Math.sqrt(2 * found.length));
  });

  it('s-5: a third of the period, from the value at which it starts', () => {
    const rows = bySeries.get('s-5')!.filter(({ is_anomaly: anomalous }) => anomalous === true);
    const found = rows.map(({ v }) => v as number);
    const error = 6 * Math.sqrt(2 / found.length);
    const amplitude = (period: number): number => {
      const [, sine, cosine] = leastSquares(
        rows.map(({ t }) => [1, wave((t as number) - TEN, period), wave((t as number) - TEN + period / 4, period)]),
        found,
      );
      return Math.hypot(sine!, cosine!);
    };
    expect(amplitude(2 * HOUR)).to.be.closeTo(10, error);
    expect(amplitude(6 * HOUR)).to.be.lessThan(2 * error);
    const rest = rows.map(({ t, v }) => (v as number) - shape(TEN + 3 * ((t as number) - TEN)));
    expect(deviation(rest)).to.be.closeTo(1, 6 / Math.sqrt(2 * rest.length));
  });

  it('s-7: two hours at exactly one value, that of their start', () => {
    const rows = bySeries.get('s-7')!.filter(({ is_anomaly: anomalous }) => anomalous === true);
    expect(rows.length).to.equal(120);
    expect(new Set(rows.map(({ v }) => v)).size).to.equal(1);
    expect(rows[0]!['v']).to.be.closeTo(shape(TEN), 6);
  });

  it('s-8: about one a day, of 5 to 30 minutes, up or down by one height each', () => {
    const mine = labels.filter(({ series }) => series === 's-8');
    expect(mine.length).to.be.closeTo(31, 6 * Math.sqrt(31));
    const heights = mine.map((window) => {
      expect(window.label).to.equal('spike');
      expect(window.end - window.start).to.be.within(5 * MINUTE, 30 * MINUTE);
      // Where no other one acts as well.
      const alone = bySeries
        .get('s-8')!
        .filter((row) => mine.filter((other) => inside(row, other)).length === 1 && inside(row, window))
        .map(({ t, v }) => (v as number) - shape(t as number));
      const height = mean(alone);
      for (const value of alone) expect(value).to.be.closeTo(height, 8);
      return height;
    });
    const known = heights.filter((height) => !Number.isNaN(height));
    expect(mean(known)).to.be.closeTo(0, (6 * 15) / Math.sqrt(known.length));
    expect(deviation(known)).to.be.closeTo(15, (6 * 15) / Math.sqrt(2 * known.length));
  });
});
