import { expect } from 'chai';
import { NOW } from '../support/scenario.ts';
import { deviation, mean, readShipped } from './data.ts';

describe('linq-metrics', () => {
  it('has 200 points, exactly 30 seconds apart, the last one before now', () => {
    const rows = readShipped('linq-metrics').rows('events');
    expect(rows.map(({ timestamp }) => timestamp)).to.deep.equal(
      Array.from({ length: 200 }, (_, i) => NOW - (200 - i) * 30_000),
    );
    for (const row of rows) expect(Object.keys(row).sort()).to.deep.equal(['category', 'timestamp', 'value']);
  });

  it('has as many, as far apart and of the categories that are asked for', () => {
    const parameters = { count: '50', step: '1m', categories: 'cpu,latency' };
    const rows = readShipped('linq-metrics', { parameters }).rows('events');
    expect(rows.map(({ timestamp }) => timestamp)).to.deep.equal(
      Array.from({ length: 50 }, (_, i) => NOW - (50 - i) * 60_000),
    );
    expect(new Set(rows.map(({ category }) => category))).to.deep.equal(new Set(['cpu', 'latency']));
  });

  describe('of five categories', () => {
    const rows = readShipped('linq-metrics', { parameters: { count: '10000' } }).rows('events');
    const of = (category: string) => rows.filter((row) => row.category === category).map(({ value }) => Number(value));

    it('has each equally often, in no order', () => {
      const categories = ['cpu', 'memory', 'disk', 'latency', 'network'];
      for (const category of categories) {
        expect(of(category).length).to.be.closeTo(2000, 6 * Math.sqrt(10_000 * 0.2 * 0.8));
      }
      const repeats = rows.filter(({ category }, i) => i > 0 && rows[i - 1]!.category === category).length;
      expect(repeats).to.be.closeTo(9999 / 5, 6 * Math.sqrt(9999 * 0.2 * 0.8));
    });

    for (const [category, centre, sd, low, high] of [
      ['memory', 63, 8, 10, 95],
      ['disk', 71, 2.5, 5, 99],
    ] as const) {
      it(`draws ${category} around ${String(centre)} percent`, () => {
        const values = of(category);
        expect(Math.min(...values)).to.be.at.least(low);
        expect(Math.max(...values)).to.be.at.most(high);
        expect(mean(values)).to.be.closeTo(centre, (6 * sd) / Math.sqrt(values.length));
        expect(deviation(values)).to.be.closeTo(sd, (6 * sd) / Math.sqrt(2 * values.length));
      });
    }

    for (const [category, median, sigma, most] of [
      ['cpu', 28, 0.6, 100],
      ['network', 120, 1, 1000],
    ] as const) {
      it(`draws ${category} with a long tail that ends at ${String(most)}`, () => {
        const values = of(category);
        expect(Math.min(...values)).to.be.greaterThan(0);
        expect(Math.max(...values)).to.be.within(0.8 * most, most);
        // Of both, 1.7 % would lie behind the end and are cut off: this much of the rest is below the median, and one sigma.
        for (const [limit, share] of [
          [median, 0.5 / 0.983],
          [median * Math.exp(sigma), 0.8413 / 0.983],
        ] as const) {
          const below = values.filter((value) => value < limit).length / values.length;
          expect(below).to.be.closeTo(share, 6 * Math.sqrt((share * (1 - share)) / values.length));
        }
      });
    }

    it('draws latency with a long tail: half below 40, one in twenty above 107', () => {
      const values = of('latency');
      const logs = values.map((value) => Math.log(value));
      expect(mean(logs)).to.be.closeTo(Math.log(40), (6 * 0.6) / Math.sqrt(values.length));
      expect(deviation(logs)).to.be.closeTo(0.6, (6 * 0.6) / Math.sqrt(2 * values.length));
      const above = (limit: number) => values.filter((value) => value > limit).length / values.length;
      expect(above(40)).to.be.closeTo(0.5, 3 / Math.sqrt(values.length));
      expect(above(107)).to.be.closeTo(0.05, 6 * Math.sqrt((0.05 * 0.95) / values.length));
    });

    it('has values of two digits after the point', () => {
      expect(
        rows.every(({ value }) => Math.abs(Number(value) * 100 - Math.round(Number(value) * 100)) < 1e-6),
      ).to.equal(true);
    });
  });
});
