import { expect } from 'chai';
import { DAY } from '../../src/model/units.ts';
import type { Row } from '../support/scenario.ts';
import { leastSquares, mean, readShipped, rowsBy } from './data.ts';

/** Of the mean month in which growth is counted. */
const MONTH = 30.4375 * DAY;
const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

const weekend = (t: number): boolean => [0, 6].includes(new Date(t).getUTCDay());
/** One of the last three days of its month: three days later is another month. */
const monthEnd = (t: number): boolean => new Date(t).getUTCMonth() !== new Date(t + 3 * DAY).getUTCMonth();

describe('cloud-costs', () => {
  const data = readShipped('cloud-costs');
  const { from, to } = data.plan.period;
  const costs = data.rows('metrics');
  const teams = [...rowsBy(costs, 'team')];
  const months = (t: unknown): number => ((t as number) - from) / MONTH;
  /** Per team: log of the first day's cost, log of the growth a month, of the weekend's and the month's end's factor. */
  const fit = (rows: readonly Row[]): number[] =>
    leastSquares(
      rows.map(({ day }) => [1, months(day), Number(weekend(day as number)), Number(monthEnd(day as number))]),
      rows.map(({ usd }) => Math.log(usd as number)),
    );

  it('has one record a day for each of fourteen teams', () => {
    expect(costs.length).to.equal(7658);
    expect(teams.length).to.equal(14);
    for (const [, rows] of teams) {
      expect(rows.map(({ day }) => day)).to.deep.equal(
        Array.from({ length: (to - from) / DAY }, (_, i) => from + i * DAY),
      );
    }
  });

  it('costs 30 % less at weekends, and 1.9 times as much on the last three days of a month', () => {
    const fits = teams.map(([, rows]) => fit(rows));
    const days = Array.from({ length: (to - from) / DAY }, (_, i) => from + i * DAY);
    for (const [k, factor, share] of [
      [2, 0.7, days.filter(weekend).length],
      [3, 1.9, days.filter(monthEnd).length],
    ] as const) {
      const found = Math.exp(mean(fits.map((one) => one[k]!)));
      // Noise of 6 %, over those days of all teams; the other days are at least as many.
      expect(found / factor).to.be.closeTo(1, (6 * 0.06 * Math.SQRT2) / Math.sqrt(14 * share));
    }
  });

  it('leaves 6 % of noise, and nothing else', () => {
    const rest = teams.flatMap(([, rows]) => {
      const [base, growth, saturday, end] = fit(rows);
      return rows.map(({ day, usd }) => {
        const t = day as number;
        const level = base! + growth! * months(t) + saturday! * Number(weekend(t)) + end! * Number(monthEnd(t));
        return (Math.log(usd as number) - level) ** 2;
      });
    });
    expect(Math.sqrt(mean(rest))).to.be.closeTo(0.06, (6 * 0.06) / Math.sqrt(2 * rest.length));
  });

  describe('over many seeds', () => {
    const all = SEEDS.map((seed) => readShipped('cloud-costs', { seed }));
    const fits = all.flatMap((one) => [...rowsBy(one.rows('metrics'), 'team').values()].map((rows) => fit(rows)));

    it('has half of the teams start below 900 dollars a day', () => {
      const logs = fits.map(([base]) => base!).sort((a, b) => a - b);
      const median = logs[Math.floor(logs.length / 2)]!;
      // The median of n normal values has √(π/2) times the error of their mean.
      expect(median).to.be.closeTo(Math.log(900), (6 * 0.8 * Math.sqrt(Math.PI / 2)) / Math.sqrt(logs.length));
    });

    it('grows by 2.5 % a month on average; a few shrink', () => {
      const growth = fits.map((one) => Math.exp(one[1]!) - 1);
      expect(mean(growth)).to.be.closeTo(0.025, (6 * 0.02) / Math.sqrt(growth.length));
      // P(z < -1.25).
      const shrinking = growth.filter((one) => one < 0).length / growth.length;
      expect(shrinking).to.be.closeTo(0.1056, 6 * Math.sqrt((0.1056 * 0.8944) / growth.length));
    });

    it('loses tags about once a year and team, for 20 to 90 days', () => {
      const started = all.flatMap((one) => one.rows('incidents')).filter(({ start }) => (start as number) >= from);
      const expected = 14 * SEEDS.length * (1 + 181 / 365);
      expect(started.length).to.be.closeTo(expected, 6 * Math.sqrt(expected));
      for (const { start, end } of started) {
        expect(((end as number) - (start as number)) / DAY).to.be.within(20, 90);
      }
      const days = started.map(({ start, end }) => ((end as number) - (start as number)) / DAY);
      expect(mean(days)).to.be.closeTo(55, (6 * 70) / Math.sqrt(12 * days.length));
    });
  });

  it('books a cost to `unknown` exactly while the team has lost its tag, else to its own cost center', () => {
    const lost = data.rows('incidents');
    expect(lost.length).to.be.greaterThan(0);
    for (const { team, day, cost_center: center } of costs) {
      const untagged = lost.some(
        (one) =>
          one['asset_id'] === team &&
          (one['start'] as number) <= (day as number) &&
          (day as number) < (one['end'] as number),
      );
      expect(center).to.equal(untagged ? 'unknown' : `cc-${String(Number((team as string).slice(5)))}`);
    }
  });
});
