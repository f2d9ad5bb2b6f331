import { expect } from 'chai';
import { DAY, HOUR, MINUTE } from '../../src/model/units.ts';
import { readShipped, wallClock } from './data.ts';

const POINTS = [
  [9 * 60, 10],
  [12 * 60 + 30, 70],
  [15 * 60, 30],
  [18 * 60, 90],
  [19 * 60, 20],
] as const;

function customersAt(minute: number): number {
  const next = POINTS.findIndex(([at]) => at > minute);
  const [[x0, y0], [x1, y1]] = [POINTS[next - 1]!, POINTS[next]!];
  return Math.floor(y0 + ((y1 - y0) * (minute - x0)) / (x1 - x0) + 0.5);
}

const shops = [
  // The last day before a change on which the shop opens, the first one after it, and when it opens, in UTC.
  [
    'shop-rome',
    'Europe/Rome',
    [
      ['2025-03-29', 8],
      ['2025-03-31', 7],
      ['2025-10-25', 7],
      ['2025-10-27', 8],
    ],
  ],
  [
    'shop-nyc',
    'America/New_York',
    [
      ['2025-03-08', 14],
      ['2025-03-10', 13],
      ['2025-11-01', 13],
      ['2025-11-03', 14],
    ],
  ],
] as const;

describe('shops-across-dst', () => {
  const data = readShipped('shops-across-dst');

  for (const [shop, zone, openings] of shops) {
    const { times, values } = data.points(shop, 'customers');

    it(`${shop} has a record every five minutes, whatever the clocks do`, () => {
      const { from, to } = data.plan.period;
      expect(times).to.deep.equal(Array.from({ length: (to - from) / (5 * MINUTE) }, (_, i) => from + i * 5 * MINUTE));
    });

    it(`${shop} has customers exactly while it is open on its own clock, by the shape of its day`, () => {
      for (const [i, t] of times.entries()) {
        const { minute, weekday } = wallClock(t, zone);
        const open = weekday <= 6 && minute >= 9 * 60 && minute < 19 * 60;
        if (values[i] !== (open ? customersAt(minute) : 0)) {
          expect.fail(`${new Date(t).toISOString()}: ${String(values[i])}`);
        }
      }
    });

    for (const [date, hour] of openings) {
      it(`${shop} opens at ${String(hour)}:00 UTC on ${date}, for ten hours`, () => {
        const midnight = Date.parse(date);
        const open = times.filter((t, i) => t >= midnight && t < midnight + DAY + 4 * HOUR && values[i]! > 0);
        expect(open[0]).to.equal(midnight + hour * HOUR);
        expect(open.filter((t) => t < midnight + DAY).length).to.equal(Math.min(10, 24 - hour) * 12);
        expect(open.at(-1)).to.equal(midnight + (hour + 10) * HOUR - 5 * MINUTE);
      });
    }
  }
});
